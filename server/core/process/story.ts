import { problem, type Json, type Problem } from '../problem.js'
import type { Calendar } from './schedule.js'
import type { Resubmit } from './approval/settings.js'

/** The executable specification of a process, beside its BPMN file. */
export interface Story {
  process?: string
  title?: string
  /** ISO instant with an offset; the offset is the zone of calendar durations where the process names none. */
  clock?: string
  start?: {
    by?: string
    data?: Record<string, Json>
    at?: string
    message?: string
    signal?: string
    record?: { form: string; id: string }
  }
  /** Calendars of working time that the diagram may name; without this member lengths are plain time. */
  calendars?: Record<string, Calendar>
  steps?: Step[]
  expect?: Expectation
}

export type Step =
  | {
      complete: string | { element: string; index?: number }
      by?: string
      outcome?: string
      opinion?: string
      data?: Record<string, Json>
    }
  | { after: string }
  /** A person begins an activity of an ad-hoc sub-process. */
  | { activate: string; by?: string }
  /** Goes back from where something waits to an earlier element, as an administrator may. */
  | { return: { from: string; to: string; policy?: Resubmit; redo?: 'split' }; by?: string }
  | { message: string; key?: string | number; data?: Record<string, Json> }
  | { signal: string; data?: Record<string, Json> }

export interface Expectation {
  status?: 'completed' | 'waiting' | 'repair'
  trail?: string[] | { counts: Record<string, number> }
  waiting?: string[]
  data?: Record<string, Json>
  problems?: Partial<Problem>[]
}

/**
 * What a play came to. `trail` lists completed flow nodes in order, `waiting` the elements that wait for somebody or something outside,
 * `joining` the joins that wait for other tokens (a story's `waiting` may name these too, or leave them out).
 */
export interface Outcome {
  status: 'completed' | 'waiting' | 'repair'
  trail: string[]
  waiting: string[]
  joining: string[]
  data: Record<string, Json>
  problems: Problem[]
}

/**
 * Where the outcome differs from what the story expects: only what is written there is compared. `refused`: what the process did not take of the story's
 * start and steps; it is a fault unless it is expected.
 */
export function judge(outcome: Outcome, expected: Expectation = {}, refused: readonly Problem[] = []): Problem[] {
  const problems: Problem[] = []
  const differ = (at: string, wanted: unknown, found: unknown) =>
    problems.push(problem('EXPECTATION_FAILED', at, { expected: wanted, found }))
  const { status, trail, waiting, data, problems: troubles } = expected
  if (status !== undefined && status !== outcome.status) differ('status', status, outcome.status)
  if (Array.isArray(trail)) {
    if (!contains(outcome.trail, trail)) differ('trail', trail, outcome.trail)
  } else if (trail)
    for (const [element, count] of Object.entries(trail.counts)) {
      const found = outcome.trail.filter(each => each === element).length
      if (found !== count) differ(`trail.counts.${element}`, count, found)
    }
  if (waiting && ![outcome.waiting, [...outcome.waiting, ...outcome.joining]].some(found => sameSet(found, waiting)))
    differ('waiting', waiting, outcome.waiting)
  for (const [name, value] of Object.entries(data ?? {}))
    if (!contains(outcome.data[name], value)) differ(`data.${name}`, value, outcome.data[name])
  troubles?.forEach((trouble, index) => {
    if (!outcome.problems.some(found => contains(found, trouble))) differ(`problems[${index}]`, trouble, outcome.problems)
  })
  const unexpected = refused.filter(found => !troubles?.some(trouble => contains(found, trouble)))
  if (unexpected.length > 0)
    differ(
      'problems',
      troubles ?? [],
      unexpected.map(found => found.code),
    )
  return problems
}

const sameSet = (found: string[], expected: string[]): boolean => contains([...found].sort(), [...expected].sort())

/** Subset match: members of objects that are expected, lists element by element and of the same length. */
export function contains(found: unknown, expected: unknown): boolean {
  if (Array.isArray(expected))
    return (
      Array.isArray(found) && found.length === expected.length && expected.every((each, index) => contains(found[index], each))
    )
  if (!isObject(expected)) return Object.is(found, expected)
  return isObject(found) && Object.entries(expected).every(([name, value]) => contains(found[name], value))
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
