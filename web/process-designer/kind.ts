import { list, prop, type Moddle } from '#core/process/bpmn/moddle'
import { hasText, t } from '@/text'

/** `bpmn:UserTask` → 用户任务. */
export function typeName(type: string): string {
  const name = type.replace(/^\w+:/, '')
  const key = `flow.type.${name}`
  return hasText(key) ? t(key) : name
}

/** What an element is, with its trigger: 定时边界事件. */
export function kindName(element: Moddle): string {
  const [event] = list(element, 'eventDefinitions')
  const trigger = event?.$type.replace(/^bpmn:|EventDefinition$/g, '').toLowerCase()
  const type = typeName(prop(element, 'triggeredByEvent') === true ? 'EventSubProcess' : element.$type)
  return trigger && hasText(`lint.trigger.${trigger}`)
    ? t('lint.triggered', { trigger: t(`lint.trigger.${trigger}`), type })
    : type
}

const ICONS: Record<string, string> = {
  'bpmn:UserTask': 'user-task',
  'bpmn:ServiceTask': 'service-task',
  'bpmn:SendTask': 'send-task',
  'bpmn:ReceiveTask': 'receive-task',
  'bpmn:ScriptTask': 'script-task',
  'bpmn:ManualTask': 'manual-task',
  'bpmn:BusinessRuleTask': 'business-rule-task',
  'bpmn:Task': 'task',
  'bpmn:ExclusiveGateway': 'gateway-xor',
  'bpmn:ParallelGateway': 'gateway-parallel',
  'bpmn:InclusiveGateway': 'gateway-or',
  'bpmn:EventBasedGateway': 'gateway-eventbased',
  'bpmn:ComplexGateway': 'gateway-complex',
  'bpmn:CallActivity': 'call-activity',
  'bpmn:Transaction': 'transaction',
  'bpmn:AdHocSubProcess': 'ad-hoc-subprocess',
  'bpmn:DataObjectReference': 'data-object',
  'bpmn:DataStoreReference': 'data-store',
  'bpmn:StartEvent': 'start-event-none',
  'bpmn:EndEvent': 'end-event-none',
  'bpmn:IntermediateCatchEvent': 'intermediate-event-none',
  'bpmn:IntermediateThrowEvent': 'intermediate-event-none',
  'bpmn:BoundaryEvent': 'intermediate-event-none',
  'bpmn:SubProcess': 'subprocess-expanded',
  'bpmn:SequenceFlow': 'connection',
  'bpmn:Participant': 'participant',
  'bpmn:Lane': 'participant',
  'bpmn:Process': 'participant',
}
const EVENTS: Record<string, string> = {
  'bpmn:StartEvent': 'start-event',
  'bpmn:EndEvent': 'end-event',
  'bpmn:IntermediateCatchEvent': 'intermediate-event-catch',
  'bpmn:IntermediateThrowEvent': 'intermediate-event-throw',
  'bpmn:BoundaryEvent': 'intermediate-event-catch',
}

/** Triggers whose sign has another name. */
const SIGNS: Record<string, string> = { conditional: 'condition', compensate: 'compensation' }

/** Class of the bpmn font's sign. */
export function kindIcon(element: Moddle): string {
  const trigger = list(element, 'eventDefinitions')[0]
    ?.$type.replace(/^bpmn:|EventDefinition$/g, '')
    .toLowerCase()
  if (prop(element, 'triggeredByEvent') === true) return 'bpmn-icon-event-subprocess-expanded'
  const event = EVENTS[element.$type]
  return `bpmn-icon-${event && trigger ? `${event}-${SIGNS[trigger] ?? trigger}` : (ICONS[element.$type] ?? 'task')}`
}
