import type { InstanceInfo } from '../../server/instances/instances.api'
import { t } from '@/text'
import { dateText } from '@/ui/format'
import { givenName } from './given-name'
import { verbWords } from './verb-words'

export interface HistoryLine {
  key: string
  at: string
  tone: 'ok' | 'bad' | 'none'
  /** Who or what; printed strong. */
  subject: string
  text: string
  /** The opinion that was written. */
  note: string
}
export interface HistoryDay {
  /** YYYY-MM-DD in the browser's zone. */
  day: string
  lines: HistoryLine[]
}

/**
 * The activity log by day, newest first, with what else happened (`also`) in its place. Elements without a name (bare gateways, ends) say
 * nothing.
 */
export function historyWords(
  { log, steps, xml }: Pick<InstanceInfo, 'log' | 'steps' | 'xml'>,
  also: readonly HistoryLine[] = [],
): HistoryDay[] {
  const days: HistoryDay[] = []
  const types = typesOf(xml)
  const told = log
    .map((entry, index) => lineOf(entry, index, steps, types.get(entry.element) ?? ''))
    .filter(line => line !== undefined)
  // Stable: what happened at one moment keeps the order of the log.
  const lines = [...told, ...also].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  for (const line of lines.reverse()) {
    const day = dateText(line.at)
    if (days.at(-1)?.day !== day) days.push({ day, lines: [] })
    days.at(-1)!.lines.push(line)
  }
  return days
}

type Entry = InstanceInfo['log'][number]
interface Detail {
  outcome?: string
  /** An approval step: the round that was decided. */
  round?: number
  /** Said at an approval step; `automatic`: why nobody had to. */
  verb?: string
  automatic?: string
  tried?: { name?: string; result?: unknown }[]
}

function lineOf(entry: Entry, index: number, steps: InstanceInfo['steps'], type: string): HistoryLine | undefined {
  if (!givenName(entry)) return undefined
  const base = { key: `${index}`, at: entry.at, note: '', subject: entry.name }
  if (entry.type === 'repair') return { ...base, tone: 'bad', text: t('process.history.repair') }
  if (entry.type === 'cancelled') return { ...base, tone: 'none', text: t('process.history.cancelled') }
  const detail = (typeof entry.detail === 'object' && entry.detail !== null ? entry.detail : {}) as Detail
  const { outcome, tried } = detail
  if (entry.type === 'said') return saidLine(base, entry, detail, steps)
  if (outcome !== undefined && detail.round !== undefined)
    return {
      ...base,
      tone: outcome === 'approve' ? 'ok' : 'bad',
      text: t('process.history.step', { outcome: verbWords(outcome) }),
    }
  if (outcome !== undefined) return taskLine(base, entry, outcome, steps)
  const chosen = tried?.find(each => String(each.result) === 'true')?.name
  return {
    ...base,
    tone: 'ok',
    text: chosen ? t('process.history.chosen', { flow: chosen }) : t(`process.history.${verbOf(type)}`),
  }
}

/** "startEvent", "boundaryEvent" … of every element, by id. */
function typesOf(xml: string): Map<string, string> {
  const tags = xml.matchAll(/<(?:\w+:)?(\w+)\s[^>]*?\bid="([^"]+)"/g)
  return new Map([...tags].map(([, type, id]) => [id!, type!]))
}

function verbOf(type: string): string {
  if (type === 'startEvent') return 'started'
  if (type === 'endEvent') return 'ended'
  if (type === 'boundaryEvent' || type.startsWith('intermediate')) return 'happened'
  return /^(service|script|send|businessRule)Task$/.test(type) ? 'automatic' : 'done'
}

/** A verb of an approval: who said it, or why it needed nobody. */
function saidLine(
  base: Omit<HistoryLine, 'tone' | 'text'>,
  entry: Entry,
  { verb = '', automatic }: Detail,
  steps: InstanceInfo['steps'],
): HistoryLine {
  if (automatic === undefined) return taskLine(base, entry, verb, steps)
  const why = t(`process.history.why.${automatic}`)
  return { ...base, tone: 'none', text: t('process.history.byItself', { outcome: verbWords(verb), why }) }
}

/** What a person did has an outcome; its label and the opinion stand in the steps. */
function taskLine(
  base: Omit<HistoryLine, 'tone' | 'text'>,
  entry: Entry,
  outcome: string,
  steps: InstanceInfo['steps'],
): HistoryLine {
  const step = steps.find(each => each.element === entry.element && each.at === entry.at && each.outcome === outcome)
  const label = verbWords(outcome, step?.outcomeLabel)
  return {
    ...base,
    tone: 'ok',
    subject: entry.by?.name ?? t('process.system'),
    text:
      outcome === 'complete'
        ? t('process.history.completed', { name: entry.name })
        : t('process.history.decided', { outcome: label, name: entry.name }),
    note: step?.opinion ?? '',
  }
}
