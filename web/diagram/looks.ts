import type { InstanceInfo } from '../../server/instances/instances.api'
import { t } from '@/text'
import { durationText } from '@/ui/format'

export type ElementState = InstanceInfo['elements'][string]
export type Look = 'done' | 'current' | 'repair' | 'join' | 'cancelled' | 'none'

/** A token at a joining gateway is no work in progress: the gateway is dashed. */
export function lookOf(state: ElementState | undefined): Look {
  if (!state) return 'none'
  if (state.state === 'taken') return 'done'
  return state.state === 'current' && state.waits === 'join' ? 'join' : state.state
}

/** Colours of shapes and lines. All are tokens, so that light and dark need no second drawing. */
export const colours: Record<Look, { fill: string; stroke: string }> = {
  done: { fill: 'var(--ok-soft)', stroke: 'var(--ok)' },
  current: { fill: 'var(--blue-soft)', stroke: 'var(--blue)' },
  repair: { fill: 'var(--bad-soft)', stroke: 'var(--bad)' },
  join: { fill: 'var(--surface)', stroke: 'var(--blue)' },
  cancelled: { fill: 'var(--subtle)', stroke: 'var(--control-line)' },
  none: { fill: 'var(--surface)', stroke: 'var(--control-line)' },
}

export interface Pill {
  look: 'current' | 'repair' | 'join'
  /** Tokens here; not said for a join, whose words count. */
  count: number
  words: string
}

/** The pill above a shape on which tokens stand: how many, and what they wait for. `incoming`: flows into the shape. */
export function pillOf(state: ElementState | undefined, incoming: number, now: number): Pill | undefined {
  const look = lookOf(state)
  if (!state || (look !== 'current' && look !== 'repair' && look !== 'join')) return undefined
  if (look === 'join') return { look, count: 0, words: t('diagram.pill.of', { n: state.count, of: incoming }) }
  return { look, count: state.count, words: look === 'repair' ? t('diagram.pill.repair') : waitWords(state, now) }
}

const PILLS: Record<string, string> = {
  timer: 'timer',
  message: 'message',
  signal: 'event',
  condition: 'event',
  event: 'event',
  job: 'job',
  continue: 'job',
  spawn: 'job',
  compensation: 'job',
}

function waitWords({ waits, since }: ElementState, now: number): string {
  const fixed = PILLS[waits ?? '']
  if (fixed) return t(`diagram.pill.${fixed}`)
  return since ? t('diagram.pill.waited', { duration: durationText(now - Date.parse(since)) }) : t('diagram.pill.event')
}

/** "bpmn:UserTask" in words. */
export function typeWords(type: string): string {
  const name = type.replace(/^bpmn:/, '')
  const key = `diagram.type.${name}`
  const words = t(key)
  return words === key ? t('diagram.type.other') : words
}
