import type { Field, Form } from '#core/form/form'
import { t } from '@/text'
import { presetFields } from './channels'

/** The settings of a link, as a form: name, fixed values, until when, how many. A form's own key never meets these three. */
export function linkForm(form: Form): Form {
  const brought = presetFields(form).map(
    (field): Field =>
      ({
        ...field,
        fromLink: false,
        required: false,
        readonly: false,
        hidden: false,
        unique: false,
        visibleWhen: undefined,
        default: undefined,
        hint: t('links.presetHint'),
      }) as Field,
  )
  const taken = brought.filter(field => !['name', 'expires', 'quota'].includes(field.key))
  const fields: Field[] = [
    { key: 'name', kind: 'text', label: t('links.name'), placeholder: t('links.nameHint'), required: true, maxLength: 60 },
    ...taken,
    { key: 'expires', kind: 'datetime', label: t('links.expires'), placeholder: t('links.never') },
    { key: 'quota', kind: 'number', label: t('links.quota'), placeholder: t('links.unlimited'), min: '1', max: '1000000' },
  ]
  const half = new Set(['expires', 'quota'])
  return {
    key: 'link',
    name: t('links.title'),
    fields,
    layout: fields.map(({ key }) => ({ field: key, span: half.has(key) ? 12 : 24 })),
  }
}
