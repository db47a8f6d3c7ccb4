import { problem, type Problem } from '../problem.js'
import type { Story } from './story.js'

const EXPECTED = ['status', 'trail', 'waiting', 'data', 'problems']
const STATUSES = ['completed', 'waiting', 'repair']
const VERBS = ['complete', 'after', 'activate', 'return', 'message', 'signal'] as const

/** Reads a story file; what is wrong with it is told by path. */
export function readStory(raw: unknown): Story | { problems: Problem[] } {
  const problems: Problem[] = []
  const refuse = (at: string, expected: string) => problems.push(problem('STORY_NOT_UNDERSTOOD', at, { expected }))
  if (!isObject(raw)) return { problems: [problem('STORY_NOT_UNDERSTOOD', '', { expected: 'object' })] }
  const check = (at: string, value: unknown, fits: (value: unknown) => boolean, expected: string) =>
    value === undefined || fits(value) || refuse(at, expected)
  check('clock', raw.clock, value => !Number.isNaN(Date.parse(String(value))), 'instant')
  check(
    'calendars',
    raw.calendars,
    value => isObject(value) && Object.values(value).every(isCalendar),
    '{ key: { zone, week, days } }',
  )
  check('start', raw.start, isObject, 'object')
  if (isObject(raw.start)) checkWords('start', raw.start, check)
  check('steps', raw.steps, Array.isArray, 'list')
  for (const [index, step] of (Array.isArray(raw.steps) ? raw.steps : []).entries()) {
    const at = `steps[${index}]`
    const verbs = isObject(step) ? VERBS.filter(verb => step[verb] !== undefined) : []
    if (!isObject(step) || verbs.length !== 1) refuse(at, `one of ${VERBS.join(', ')}`)
    else checkStep(at, step, check)
  }
  check('expect', raw.expect, isObject, 'object')
  if (isObject(raw.expect)) checkExpected(raw.expect, check)
  return problems.length > 0 ? { problems } : (raw as Story)
}

type Check = (at: string, value: unknown, fits: (value: unknown) => boolean, expected: string) => void

function checkStep(at: string, step: Record<string, unknown>, check: Check): void {
  const done = (value: unknown) => isText(value) || (isObject(value) && isText(value.element) && isIndex(value.index ?? 0))
  check(`${at}.complete`, step.complete, done, 'element or { element, index }')
  check(`${at}.return`, step.return, value => isObject(value) && isText(value.from) && isText(value.to), '{ from, to }')
  for (const verb of ['after', 'activate'] as const) check(`${at}.${verb}`, step[verb], isText, 'text')
  check(`${at}.key`, step.key, value => isText(value) || typeof value === 'number', 'text')
  checkWords(at, step, check)
}

/** What a start and the steps have in common. */
function checkWords(at: string, said: Record<string, unknown>, check: Check): void {
  check(`${at}.data`, said.data, isObject, 'object')
  for (const name of ['by', 'at', 'message', 'signal', 'outcome', 'opinion']) check(`${at}.${name}`, said[name], isText, 'text')
}

function checkExpected(expected: Record<string, unknown>, check: Check): void {
  // a misspelt expectation would never fail
  for (const key of Object.keys(expected))
    check(`expect.${key}`, key, () => EXPECTED.includes(key), `one of ${EXPECTED.join(', ')}`)
  check('expect.status', expected.status, value => STATUSES.includes(String(value)), `one of ${STATUSES.join(', ')}`)
  check(
    'expect.trail',
    expected.trail,
    value => areTexts(value) || (isObject(value) && areCounts(value.counts)),
    'list or { counts }',
  )
  check('expect.waiting', expected.waiting, areTexts, 'list of elements')
  check('expect.data', expected.data, isObject, 'object')
  check('expect.problems', expected.problems, value => Array.isArray(value) && value.every(isObject), 'list of problems')
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isIndex = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)
const areCounts = (value: unknown): boolean => isObject(value) && Object.values(value).every(isIndex)
const isCalendar = (raw: unknown): boolean =>
  isObject(raw) && typeof raw.zone === 'string' && Array.isArray(raw.week) && isObject(raw.days)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
