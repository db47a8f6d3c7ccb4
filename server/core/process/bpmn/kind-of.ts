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
  'bpmn:GlobalTask': 'pass',
  'bpmn:GlobalManualTask': 'pass',
  'bpmn:GlobalUserTask': 'user-task',
  'bpmn:GlobalScriptTask': 'script-task',
  'bpmn:GlobalBusinessRuleTask': 'business-rule-task',
  'bpmn:ExclusiveGateway': 'exclusive-gateway',
  'bpmn:ParallelGateway': 'parallel-gateway',
  'bpmn:InclusiveGateway': 'inclusive-gateway',
  'bpmn:ComplexGateway': 'complex-gateway',
  'bpmn:EventBasedGateway': 'event-based-gateway',
  'bpmn:SubProcess': 'sub-process',
  'bpmn:Transaction': 'sub-process',
  'bpmn:AdHocSubProcess': 'ad-hoc-sub-process',
  'bpmn:CallActivity': 'call-activity',
}

/** Events by position: what may trigger them, or be thrown by them ('' is none). What is not in the table is refused by name. */
const EVENTS: Record<string, { kind: NodeKind; triggers: readonly string[] }> = {
  'bpmn:StartEvent': {
    kind: 'start',
    triggers: ['', 'Message', 'Timer', 'Signal', 'Conditional', 'Error', 'Escalation', 'Compensate'],
  },
  'bpmn:IntermediateCatchEvent': { kind: 'catch', triggers: ['Message', 'Timer', 'Signal', 'Conditional', 'Link'] },
  'bpmn:IntermediateThrowEvent': { kind: 'throw', triggers: ['', 'Message', 'Signal', 'Escalation', 'Compensate', 'Link'] },
  'bpmn:BoundaryEvent': {
    kind: 'boundary',
    triggers: ['Message', 'Timer', 'Signal', 'Conditional', 'Error', 'Escalation', 'Compensate', 'Cancel'],
  },
  'bpmn:EndEvent': {
    kind: 'end',
    triggers: ['', 'Message', 'Signal', 'Error', 'Escalation', 'Compensate', 'Cancel', 'Terminate'],
  },
}

/** What an element does here, or the name of what is not executed. Nothing is passed through that the engine does not know. */
export function kindOf(element: Moddle, events: readonly EventModel[]): Verdict {
  if (element.$type === 'bpmn:SubProcess' && prop(element, 'triggeredByEvent') === true) return { kind: 'event-sub-process' }
  const plain = PLAIN[element.$type]
  if (plain) return { kind: plain }
  const place = EVENTS[element.$type]
  if (!place) return { refused: named(element.$type) }
  const triggers = events.length === 0 ? [''] : events.map(event => event.type)
  const wrong = triggers.find(trigger => !place.triggers.includes(trigger))
  if (wrong !== undefined) return { refused: `${lower(wrong || 'none')}${element.$type.slice('bpmn:'.length)}` }
  return { kind: place.kind }
}

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1)
const named = (type: string): string => lower(type.replace(/^.*:/, ''))
