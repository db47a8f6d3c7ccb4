import { computed, watch, type ComputedRef } from 'vue'
import type { Field, Form } from '#core/form/form'
import { extension } from '#core/process/bpmn/moddle'
import { fieldsOf, type Fields } from '#core/rule/check-references'
import { localText, t } from '@/text'
import { bringsAnyName, countersOf, variablesOf } from '../settings/variables'
import { word } from '../settings/edit'
import { readOutcomes } from '../settings/rights'
import { fromDiagram, useStudio, type Studio } from '../studio'

/** Something that a condition or an expression can read. */
export interface Choosable {
  key: string
  label: string
  kind: Field['kind'] | 'variable'
  options?: { value: string; label: string }[]
}

/** Key of the form whose records start the process. */
export const triggerForm = (studio: Studio): string => {
  const triggers = studio.shapes().map(shape => extension(shape.businessObject, 'formloom:FormTrigger'))
  return triggers.map(trigger => word(trigger, 'form')).find(key => key !== '') ?? ''
}

/** The form of the process, its fields to choose from, and the names that expressions may use. */
export function useFields(): {
  form: ComputedRef<Form | undefined>
  fields: ComputedRef<Choosable[]>
  readable: ComputedRef<Choosable[]>
  names: ComputedRef<Fields | undefined>
} {
  const studio = useStudio()
  const key = fromDiagram(studio, () => triggerForm(studio))
  watch([key, () => studio.house.forms], () => void studio.house.loadForm(key.value), { immediate: true })
  const form = computed(() => (key.value === '' ? undefined : studio.house.designs[key.value]))
  const fields = computed(() => (form.value ? choosable(form.value) : []))
  const made = fromDiagram(studio, () => variablesOf(studio.shapes().map(shape => shape.businessObject)))
  const outcomes = fromDiagram(studio, () => {
    const all = studio.shapes().flatMap(shape => readOutcomes(shape.businessObject))
    return [...new Map(all.map(each => [each.name, { value: each.name, label: each.label || each.name }])).values()]
  })
  const readable = computed((): Choosable[] => [
    ...(outcomes.value.length > 0
      ? [
          { key: 'outcome', label: t('flow.variable.outcome'), kind: 'choice' as const, options: outcomes.value },
          { key: 'opinion', label: t('flow.variable.opinion'), kind: 'text' as const },
        ]
      : []),
    ...fields.value,
    ...made.value.map(name => ({ key: name, label: name, kind: 'variable' as const })),
  ])
  const counters = fromDiagram(studio, () => countersOf(studio.shapes().map(shape => shape.businessObject)))
  const free = fromDiagram(studio, () => bringsAnyName(studio.shapes().map(shape => shape.businessObject)))
  const names = computed((): Fields | undefined => {
    if (!form.value || free.value) return undefined
    const extra = Object.fromEntries([...made.value, ...counters.value, 'outcomes'].map(name => [name, anything]))
    return { ...fieldsOf(form.value), ...extra, outcome: true, opinion: true }
  })
  return { form, fields, readable, names }
}

export const choosable = (form: Form): Choosable[] =>
  form.fields
    .filter(field => field.kind !== 'divider' && field.kind !== 'description')
    .map(field => ({
      key: field.key,
      label: localText(field.label),
      kind: field.kind,
      ...('options' in field
        ? { options: field.options.map(each => ({ value: each.value, label: localText(each.label) })) }
        : {}),
    }))

/** A variable whose inner keys are not known. */
const anything = new Proxy(
  {},
  { getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: anything }), get: () => anything },
) as Fields
