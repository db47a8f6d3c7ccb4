import { child, list, type Moddle } from '#core/process/bpmn/moddle'
import { below, formal, word, type Change, type Create } from './edit'

export type TimerKind = 'timeDuration' | 'timeDate' | 'timeCycle'
export const TIMERS: TimerKind[] = ['timeDuration', 'timeDate', 'timeCycle']

export const eventOf = (element: Moddle, type: string): Moddle | undefined =>
  list(element, 'eventDefinitions').find(each => each.$type === `bpmn:${type}EventDefinition`)

export function readTimer(event: Moddle): { kind: TimerKind; text: string } {
  const kind = TIMERS.find(each => child(event, each)) ?? 'timeDuration'
  return { kind, text: word(child(event, kind), 'body').trim() }
}

/** A timer says one thing: the other two go. */
export function putTimer(create: Create, event: Moddle, kind: TimerKind, text: string): Change[] {
  const others = TIMERS.filter(each => each !== kind && child(event, each))
  const cleared: Change[] =
    others.length > 0 ? [{ target: event, properties: Object.fromEntries(others.map(each => [each, undefined])) }] : []
  // An empty element keeps the kind that was chosen until something is written.
  const now = child(event, kind)
  if (text === '') {
    const empty = now
      ? { target: now, properties: { body: '' } }
      : { target: event, properties: { [kind]: below(create, event, 'bpmn:FormalExpression', { body: '' }) } }
    return [...cleared, empty]
  }
  return [...cleared, ...formal(create, event, kind, text)]
}

/** Messages, errors … are declared once in the file and named by events. */
export const ROOTS = ['Message', 'Error', 'Signal', 'Escalation'] as const
export type RootKind = (typeof ROOTS)[number]

/** The property of an event (or task) that names it. */
export const refOf = (kind: RootKind): string => `${kind.toLowerCase()}Ref`

export const rootsOf = (definitions: Moddle, kind: RootKind): Moddle[] =>
  list(definitions, 'rootElements').filter(each => each.$type === `bpmn:${kind}`)

/** What is caught by its code has its name as code. */
const CODES: Partial<Record<RootKind, string>> = { Error: 'errorCode', Escalation: 'escalationCode' }

/** Declares a message (or error …) of this name and lets `holder` refer to it, as one step. */
export function declareRoot(create: Create, definitions: Moddle, holder: Moddle, kind: RootKind, name: string): Change[] {
  const property = refOf(kind)
  const present = rootsOf(definitions, kind).find(each => word(each, 'name') === name)
  if (present) return [{ target: holder, properties: { [property]: present } }]
  const code = CODES[kind]
  const made = below(create, definitions, `bpmn:${kind}`, { name, ...(code ? { [code]: name } : {}) })
  return [
    { target: definitions, properties: { rootElements: [...list(definitions, 'rootElements'), made] } },
    { target: holder, properties: { [property]: made } },
  ]
}
