import type { ExplainEntry, InstanceInfo } from '../../server/instances/instances.api'
import { t } from '@/text'
import { dueText } from '@/ui/format'
import { givenName } from './given-name'
import { oneOfWords } from './people-words'
import { whenInSentence } from './when-words'
import { whyWords } from './why-words'

export interface ExplainLine {
  key: string
  element: string
  /** Colour and shape of the bullet: a person or clock is awaited, a repair, ways that have to meet. */
  kind: 'wait' | 'repair' | 'join'
  /** Name of the step; the sentence goes on after it. */
  name: string
  text: string
  /** Why these people; '' where nobody is awaited or nothing is known. */
  why: string
}

export interface Explained {
  lead: string
  lines: ExplainLine[]
  /** What will probably come; '' at the end. */
  next: string
}

type Known = Pick<InstanceInfo, 'status' | 'explain' | 'more' | 'steps' | 'endedAt'>

/** Why an instance stands where it stands: one lead sentence, one line per token, one per join, and what comes next. */
export function explainWords(info: Known, now: number, labelOf?: (field: string) => string): Explained {
  if (info.status !== 'running') {
    return {
      lead: t(`process.ended.${info.status}`, { when: info.endedAt ? whenInSentence(info.endedAt, now) : '' }),
      lines: [],
      next: '',
    }
  }
  // A sub-process waits for what happens inside, and that has lines of its own.
  const told = info.explain.filter(entry => entry.waits !== 'scope')
  const joins = [...new Set(told.filter(entry => entry.waits === 'join').map(entry => entry.element))]
  const lines = [
    ...told.filter(entry => entry.waits !== 'join').map((entry, index) => lineOf(entry, index, now, labelOf)),
    ...joins.map(element => joinLine(told.filter(entry => entry.element === element && entry.waits === 'join'))),
    ...(info.more ? [moreLine(info.more)] : []),
  ]
  return {
    lead: told.length === 0 && info.explain.length > 0 ? t('process.lead.choose') : leadOf(told),
    lines,
    next: nextWords(info.steps),
  }
}

const moreLine = (n: number): ExplainLine => ({
  key: 'more',
  element: '',
  kind: 'wait',
  name: t('process.more'),
  text: t('process.line.more', { n }),
  why: '',
})

/** Names of what will probably come, the next three: '' when nothing has a name. */
function nextWords(steps: InstanceInfo['steps']): string {
  const names = steps.filter(step => step.state === 'predicted' && step.name).map(step => step.name)
  return names.length === 0 ? '' : t('process.next', { steps: names.slice(0, 3).join(t('process.then')) })
}

const groups = ['task', 'repair', 'timer', 'message', 'signal', 'condition', 'event', 'join', 'compensation', 'job'] as const
type Group = (typeof groups)[number]
const groupOf = (waits: string): Group => groups.find(group => group === waits) ?? 'job'

function leadOf(told: readonly ExplainEntry[]): string {
  if (told.length === 0) return t('process.lead.job')
  if (told.length === 1) return t(`process.lead.${groupOf(told[0]!.waits)}`)
  const parts = groups
    .map(group => ({ group, n: told.filter(entry => groupOf(entry.waits) === group).length }))
    .filter(({ n }) => n > 0)
    .map(({ group, n }) => t(`process.part.${group}`, {}, n))
  return t('process.lead.many', { parts: parts.join(t('process.comma')) }, told.length)
}

function lineOf(entry: ExplainEntry, index: number, now: number, labelOf?: (field: string) => string): ExplainLine {
  const since = whenInSentence(entry.since, now)
  const base = {
    key: `${entry.element}:${index}`,
    element: entry.element,
    name: givenName(entry) || t('process.unnamed'),
    why: '',
  }
  switch (entry.waits) {
    case 'task':
      return { ...base, kind: 'wait', text: taskWords(entry, since, now), why: whyWords(entry.why, labelOf) }
    case 'repair':
      return { ...base, kind: 'repair', text: t('process.line.repair', { since }) }
    case 'timer':
      return {
        ...base,
        kind: 'wait',
        text: entry.dueAt ? t('process.line.timer', { when: whenInSentence(entry.dueAt, now) }) : t('process.line.timerOpen'),
      }
    case 'message': {
      const name = (entry.why as { message?: string } | undefined)?.message
      return {
        ...base,
        kind: 'wait',
        text: name ? t('process.line.message', { name, since }) : t('process.line.messageOpen', { since }),
      }
    }
    case 'signal': {
      const name = (entry.why as { message?: string } | undefined)?.message
      return { ...base, kind: 'wait', text: name ? t('process.line.signal', { name, since }) : t('process.line.event') }
    }
    case 'condition':
    case 'compensation':
      return { ...base, kind: 'wait', text: t(`process.line.${entry.waits}`, { since }) }
    case 'event':
      return {
        ...base,
        kind: 'wait',
        text: entry.dueAt ? t('process.line.eventUntil', { when: whenInSentence(entry.dueAt, now) }) : t('process.line.event'),
      }
    default:
      return { ...base, kind: 'wait', text: t('process.line.job', { since }) }
  }
}

function taskWords(entry: ExplainEntry, since: string, now: number): string {
  const waits =
    entry.people.length > 0
      ? t('process.line.task', { people: oneOfWords(entry.people), since })
      : t('process.line.taskNobody', { since })
  if (!entry.dueAt) return waits
  const due = dueText(entry.dueAt, now)
  return t('process.withDue', {
    waits,
    due: due.tone === 'bad' ? due.text : t('process.dueBy', { when: whenInSentence(entry.dueAt, now) }),
  })
}

function joinLine(entries: readonly ExplainEntry[]): ExplainLine {
  const [first] = entries
  const missing = (entries.at(-1)?.missing ?? []).filter(flow => flow.possible).map(flow => flow.name || t('process.unnamed'))
  const text =
    missing.length > 0
      ? t('process.line.join', { missing: missing.join(t('process.comma')) }, entries.length)
      : t('process.line.joinStuck', {}, entries.length)
  return {
    key: `join:${first!.element}`,
    element: first!.element,
    kind: 'join',
    name: givenName(first!) || t('process.join'),
    text,
    why: '',
  }
}
