import type { ChoiceField, ChoicesField } from '#core/form/form'
import { textIn } from '#core/problem'
import type { Choosable } from '../people'

/** Options as a list shows them. */
export const optionsOf = (field: ChoiceField | ChoicesField, language: 'zh' | 'en'): Choosable[] =>
  field.options.map(option => ({ id: option.value, name: textIn(option.label, language) || option.value }))

/** Something typed under "other", which no option is called. */
export const isOther = (field: ChoiceField | ChoicesField, value: string): boolean =>
  value !== '' && !field.options.some(option => option.value === value)
