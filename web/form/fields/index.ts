import { defineAsyncComponent, type Component } from 'vue'
import type { FieldKindName } from '#core/form/form'
import ChoiceField from './ChoiceField.vue'
import ChoicesField from './ChoicesField.vue'
import DescriptionField from './DescriptionField.vue'
import DividerField from './DividerField.vue'
import EmailField from './EmailField.vue'
import MoneyField from './MoneyField.vue'
import NumberField from './NumberField.vue'
import PhoneField from './PhoneField.vue'
import SerialField from './SerialField.vue'
import TextareaField from './TextareaField.vue'
import TextField from './TextField.vue'

/**
 * One component per kind, the same names as in core/form/fields. Each takes `field`, `value` (typed or canonical) and `look`, and says
 * `change` and `leave`. What many forms do without is fetched when a form has it.
 */
export const fieldOf: Record<FieldKindName, Component> = {
  text: TextField,
  textarea: TextareaField,
  number: NumberField,
  money: MoneyField,
  date: defineAsyncComponent(() => import('./DateField.vue')),
  datetime: defineAsyncComponent(() => import('./DatetimeField.vue')),
  phone: PhoneField,
  email: EmailField,
  choice: ChoiceField,
  choices: ChoicesField,
  member: defineAsyncComponent(() => import('./MemberField.vue')),
  department: defineAsyncComponent(() => import('./DepartmentField.vue')),
  subform: defineAsyncComponent(() => import('./SubformField.vue')),
  file: defineAsyncComponent(() => import('./FileField.vue')),
  serial: SerialField,
  divider: DividerField,
  description: DescriptionField,
}

/** Kinds whose value is more than its text when it is read. */
export const readingOf: Partial<Record<FieldKindName, Component>> = {
  choice: defineAsyncComponent(() => import('./ChoiceReading.vue')),
  file: defineAsyncComponent(() => import('./FileReading.vue')),
  subform: defineAsyncComponent(() => import('./SubformReading.vue')),
  member: defineAsyncComponent(() => import('./PeopleReading.vue')),
  department: defineAsyncComponent(() => import('./PeopleReading.vue')),
}

/** Controls that a <label for> cannot name: groups, lists and tables carry their own name. */
export const namesItself: ReadonlySet<FieldKindName> = new Set([
  'choice',
  'choices',
  'member',
  'department',
  'file',
  'subform',
  'serial',
])
