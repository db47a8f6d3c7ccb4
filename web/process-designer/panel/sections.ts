import type { Component } from 'vue'
import { list, type Moddle } from '#core/process/bpmn/moddle'
import { eventOf } from '../settings/events'
import ActionSection from './ActionSection.vue'
import ConditionSection from './ConditionSection.vue'
import DueSection from './DueSection.vue'
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

const message = (name: string): Section => ({ name, component: ReferenceSection, props: { kind: 'Message' } })

const BY_TYPE: Record<string, Section[]> = {
  'bpmn:UserTask': [
    { name: 'who', component: WhoSection },
    { name: 'outcomes', component: OutcomesSection },
    { name: 'due', component: DueSection },
  ],
  'bpmn:Lane': [{ name: 'who', component: WhoSection }],
  'bpmn:ServiceTask': [{ name: 'action', component: ActionSection }],
  'bpmn:SendTask': [{ name: 'action', component: ActionSection }, message('message')],
  'bpmn:ReceiveTask': [message('message')],
  'bpmn:ScriptTask': [{ name: 'script', component: ScriptSection }],
  'bpmn:BusinessRuleTask': [{ name: 'rule', component: RuleSection }],
  'bpmn:SequenceFlow': [{ name: 'condition', component: ConditionSection }],
  'bpmn:Process': [{ name: 'process', component: ProcessSection }],
}

/** What the panel shows for an element, in order. An element may have settings that nothing here knows: they stay as they are. */
export function sectionsOf(element: Moddle): Section[] {
  const sections = [...(BY_TYPE[element.$type] ?? [])]
  if (element.$type.endsWith('Gateway')) sections.push({ name: 'ways', component: WaysSection })
  if (eventOf(element, 'Timer')) sections.push({ name: 'timer', component: TimerSection })
  if (eventOf(element, 'Message')) sections.push(message('eventMessage'))
  if (eventOf(element, 'Error')) sections.push({ name: 'error', component: ReferenceSection, props: { kind: 'Error' } })
  const triggerless = element.$type === 'bpmn:StartEvent' && list(element, 'eventDefinitions').length === 0
  if (triggerless && element.$parent?.$type === 'bpmn:Process') sections.push({ name: 'trigger', component: TriggerSection })
  return sections
}
