import type { NodeKind } from '../graph.js'
import type { EventModel } from './model.js'
import { prop, type Moddle } from './moddle.js'

type Verdict = { kind: NodeKind } | { refused: string }

const PLAIN: Record<string, NodeKind> = {
  'bpmn:Task': 'pass',
  'bpmn:ManualTask': 'pass',
  'bpmn:UserTask': 'user-task',
  'bpmn:ServiceTask': 'service-task',
  'bpmn:ScriptTask': 'script-task',
  'bpmn:BusinessRuleTask': 'business-rule-task',
  'bpmn:SendTask': 'send-task',
  'bpmn:ReceiveTask': 'receive-task',
  'bpmn:ExclusiveGateway': 'exclusive-gateway',
  'bpmn:ParallelGateway': 'parallel-gateway',
  'bpmn:InclusiveGateway': 'inclusive-gateway',
  'bpmn:EventBasedGateway': 'event-based-gateway',
  'bpmn:SubProcess': 'sub-process',
}

/** Event types by position: the trigger ('' is none) and what it does. What is not in the table is refused by name. */
const EVENTS: Record<string, Record<string, NodeKind>> = {
  'bpmn:StartEvent': { '': 'none-start', Message: 'message-start', Timer: 'timer-start' },
  'bpmn:IntermediateCatchEvent': { Message: 'message-catch', Timer: 'timer-catch' },
  'bpmn:IntermediateThrowEvent': { '': 'none-throw', Message: 'message-throw' },
  'bpmn:BoundaryEvent': { Message: 'message-boundary', Timer: 'timer-boundary', Error: 'error-boundary' },
  'bpmn:EndEvent': { '': 'none-end', Message: 'message-end', Error: 'error-end', Terminate: 'terminate-end' },
}

/** What an element does here, or the name of what is not executed. Nothing is passed through that the engine does not know. */
export function kindOf(element: Moddle, events: readonly EventModel[]): Verdict {
  const marker = markerOf(element)
  if (marker) return { refused: marker }
  const plain = PLAIN[element.$type]
  if (plain) return { kind: plain }
  const byTrigger = EVENTS[element.$type]
  if (!byTrigger) return { refused: named(element.$type) }
  if (events.length > 1) return { refused: prop(element, 'parallelMultiple') === true ? 'parallelMultiple' : 'multipleEvents' }
  const trigger = events[0]?.type ?? ''
  const kind = byTrigger[trigger]
  return kind ? { kind } : { refused: `${lower(trigger || 'none')}${element.$type.slice('bpmn:'.length)}` }
}

function markerOf(element: Moddle): string | undefined {
  const loop = prop(element, 'loopCharacteristics') as Moddle | undefined
  if (loop) return loop.$type === 'bpmn:StandardLoopCharacteristics' ? 'standardLoop' : 'multiInstance'
  if (prop(element, 'isForCompensation') === true) return 'isForCompensation'
  if (prop(element, 'triggeredByEvent') === true) return 'eventSubProcess'
  if (prop(element, 'instantiate') === true) return 'instantiate'
  for (const quantity of ['startQuantity', 'completionQuantity']) {
    const value = prop(element, quantity)
    if (typeof value === 'number' && value !== 1) return quantity
  }
  return undefined
}

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
const named = (type: string): string => lower(type.replace(/^.*:/, ''))
