import { problem, type Problem } from '../../problem.js'
import type { EventSpec, LoopSpec } from '../graph.js'
import { eventOf } from './event-of.js'
import { expressionFrom, expressionOf, number } from './expression-of.js'
import { child, extension, foreign, list, prop, text, type Moddle } from './moddle.js'

/** The loop marker of an activity (BPMN 2.0.2 §10.3.7), with what other tools write about collections. */
export function loopOf(element: Moddle, id: string, problems: Problem[]): LoopSpec | undefined {
  const loop = child(element, 'loopCharacteristics')
  if (!loop) return undefined
  if (loop.$type === 'bpmn:StandardLoopCharacteristics') {
    const maximum = number(loop, 'loopMaximum')
    const condition = expressionOf(loop, 'loopCondition', id, problems)
    return {
      type: 'standard',
      testBefore: prop(loop, 'testBefore') === true,
      ...(maximum === undefined ? {} : { maximum }),
      ...(condition === undefined ? {} : { while: condition }),
    }
  }
  const behavior = text(loop, 'behavior')
  const given = <K extends string>(key: K, value: string | undefined) => (value === undefined ? {} : { [key]: value })
  const [noneEvent, oneEvent] = ['noneBehaviorEventRef', 'oneBehaviorEventRef'].map(name => {
    const definition = child(loop, name)
    const event = thrown(definition, id)
    if (definition && !event) problems.push(problem('LOOP_EVENT_NOT_UNDERSTOOD', id))
    return event
  })
  return {
    type: 'multi',
    sequential: prop(loop, 'isSequential') === true,
    ...given('cardinality', expressionOf(loop, 'loopCardinality', id, problems)),
    ...collection(loop, id, problems),
    ...given('until', expressionOf(loop, 'completionCondition', id, problems)),
    behavior: behavior === 'None' ? 'none' : behavior === 'One' ? 'one' : behavior === 'Complex' ? 'complex' : 'all',
    ...(noneEvent ? { noneEvent } : {}),
    ...(oneEvent ? { oneEvent } : {}),
    complex: list(loop, 'complexBehaviorDefinition').flatMap(each => {
      const when = expressionOf(each, 'condition', id, problems)
      const throwing = child(each, 'event')
      const event = thrown(throwing && list(throwing, 'eventDefinitions')[0], id)
      if (when !== undefined && event) return [{ when, event }]
      problems.push(problem('LOOP_EVENT_NOT_UNDERSTOOD', id))
      return []
    }),
  }
}

type Collection = { collection?: string; item?: string; output?: string; outputItem?: string }

function collection(loop: Moddle, id: string, problems: Problem[]): Collection {
  const eight = extension(loop, 'zeebe:loopCharacteristics')
  const zeebe = (name: string) => eight && (text(eight, name) ?? foreign(eight, name))
  const seven = (name: string) =>
    ['camunda', 'activiti', 'flowable'].map(prefix => foreign(loop, `${prefix}:${name}`)).find(Boolean)
  const read = (body: string | undefined) => body && expressionFrom(body, undefined, id, problems)
  const own = (name: string) => text(loop, `formloom:${name}`)
  const named = (name: string) => {
    const data = child(loop, name)
    return data && dataName(data)
  }
  const found: Collection = {}
  const items =
    own('collection') ?? read(seven('collection')) ?? read(zeebe('inputCollection')) ?? quoted(named('loopDataInputRef'))
  const item = own('item') ?? seven('elementVariable') ?? zeebe('inputElement') ?? named('inputDataItem')
  const output = own('output') ?? zeebe('outputCollection') ?? named('loopDataOutputRef')
  const outputItem = own('outputItem') ?? read(zeebe('outputElement')) ?? quoted(named('outputDataItem'))
  if (items) found.collection = items
  if (item) found.item = item
  if (output) found.output = output
  if (outputItem) found.outputItem = outputItem
  return found
}

/** The variable that a data object, its reference, an input or output stands for. */
export function dataName(data: Moddle): string {
  const object = child(data, 'dataObjectRef')
  return (object && text(object, 'name')) ?? text(data, 'name') ?? object?.id ?? data.id ?? ''
}

/** JSONata that reads a variable of any name. */
export const quoted = (name: string | undefined): string | undefined =>
  name === undefined || name === '' ? undefined : /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name}\``

/** An event thrown by the loop itself: signal or escalation by name, message by its name. */
function thrown(definition: Moddle | undefined, id: string): EventSpec | undefined {
  if (!definition) return undefined
  const { type } = eventOf(definition, id)
  const root = ['signalRef', 'escalationRef', 'messageRef', 'errorRef'].map(name => child(definition, name)).find(Boolean)
  const name = (root && text(root, 'name')) ?? root?.id ?? id
  if (type === 'Signal') return { type: 'signal', name }
  if (type === 'Message') return { type: 'message', name }
  const code = root && (text(root, 'escalationCode') ?? text(root, 'errorCode') ?? root.id)
  if (type === 'Escalation') return { type: 'escalation', ...(code ? { code } : {}) }
  if (type === 'Error') return { type: 'error', ...(code ? { code } : {}) }
  return undefined
}
