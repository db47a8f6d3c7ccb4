import type { Component } from 'vue'
import { extension, list, prop, type Moddle } from '#core/process/bpmn/moddle'
import { eventOf, type RootKind } from '../settings/events'
import { readOutcomes } from '../settings/rights'
import ActionSection from './ActionSection.vue'
import ActivationSection from './ActivationSection.vue'
import AdHocSection from './AdHocSection.vue'
import ApprovalSection from './ApprovalSection.vue'
import CallSection from './CallSection.vue'
import CompensationSection from './CompensationSection.vue'
import ConditionSection from './ConditionSection.vue'
import DataSection from './DataSection.vue'
import DueSection from './DueSection.vue'
import EventConditionSection from './EventConditionSection.vue'
import LinkSection from './LinkSection.vue'
import LoopSection from './LoopSection.vue'
import MappingSection from './MappingSection.vue'
import OutcomesSection from './OutcomesSection.vue'
import ProcessSection from './ProcessSection.vue'
import ReferenceSection from './ReferenceSection.vue'
import RuleSection from './RuleSection.vue'
import ScriptSection from './ScriptSection.vue'
import TimerSection from './TimerSection.vue'
import TriggerSection from './TriggerSection.vue'
import WaysSection from './WaysSection.vue'
import WhoSection from './WhoSection.vue'

export interface Section {
  name: string
  component: Component
  props?: Record<string, unknown>
}

const named = (name: string, kind: RootKind): Section => ({ name, component: ReferenceSection, props: { kind } })
const message = (name: string): Section => named(name, 'Message')

const BY_TYPE: Record<string, Section[]> = {
  'bpmn:UserTask': [
    { name: 'who', component: WhoSection },
    { name: 'approval', component: ApprovalSection },
    { name: 'outcomes', component: OutcomesSection },
    { name: 'due', component: DueSection },
  ],
  'bpmn:Lane': [{ name: 'who', component: WhoSection }],
  'bpmn:ServiceTask': [{ name: 'action', component: ActionSection }],
  'bpmn:SendTask': [{ name: 'action', component: ActionSection }, message('message')],
  'bpmn:ReceiveTask': [message('message')],
  'bpmn:ScriptTask': [{ name: 'script', component: ScriptSection }],
  'bpmn:BusinessRuleTask': [{ name: 'rule', component: RuleSection }],
  'bpmn:CallActivity': [{ name: 'call', component: CallSection }],
  'bpmn:AdHocSubProcess': [{ name: 'adHoc', component: AdHocSection }],
  'bpmn:ComplexGateway': [{ name: 'activation', component: ActivationSection }],
  'bpmn:DataObjectReference': [{ name: 'data', component: DataSection }],
  'bpmn:SequenceFlow': [{ name: 'condition', component: ConditionSection }],
  'bpmn:Process': [{ name: 'process', component: ProcessSection }],
}

const BY_TRIGGER: [trigger: string, section: Section][] = [
  ['Timer', { name: 'timer', component: TimerSection }],
  ['Message', message('eventMessage')],
  ['Signal', named('signal', 'Signal')],
  ['Error', named('error', 'Error')],
  ['Escalation', named('escalation', 'Escalation')],
  ['Conditional', { name: 'conditional', component: EventConditionSection }],
  ['Link', { name: 'link', component: LinkSection }],
]

/** What the panel shows for an element, in order. An element may have settings that nothing here knows: they stay as they are. */
export function sectionsOf(element: Moddle): Section[] {
  const approves = extension(element, 'formloom:Approval') !== undefined
  // an approval has its own verbs; outcomes that are there all the same can be taken away
  const idle = approves && readOutcomes(element).length === 0
  const sections = (BY_TYPE[element.$type] ?? []).filter(each => !(idle && each.name === 'outcomes'))
  if (element.$type.endsWith('Gateway')) sections.push({ name: 'ways', component: WaysSection })
  sections.push(...BY_TRIGGER.filter(([trigger]) => eventOf(element, trigger)).map(([, section]) => section))
  const throws = /Throw|EndEvent/.test(element.$type)
  if (throws && eventOf(element, 'Compensate')) sections.push({ name: 'compensation', component: CompensationSection })
  // an event sub-process is begun by its event, so nothing goes in, and it has no loop
  if (/Task$|SubProcess$|Transaction$|CallActivity$/.test(element.$type) && prop(element, 'triggeredByEvent') !== true)
    sections.push({ name: 'loop', component: LoopSection }, { name: 'mapping', component: MappingSection })
  const triggerless = element.$type === 'bpmn:StartEvent' && list(element, 'eventDefinitions').length === 0
  if (triggerless && element.$parent?.$type === 'bpmn:Process') sections.push({ name: 'trigger', component: TriggerSection })
  return sections
}
