import { kindOf } from '#core/form/fields/index'
import type { Field, Form } from '#core/form/form'
import { t } from '@/text'

export interface Column {
  key: string
  field: Field
  /** Pixels. */
  width: number
  /** Amounts stand right, so that their digits align. */
  end: boolean
  sortable: boolean
  /** Its date is when the record wants attention. */
  due: boolean
}

const widths: Partial<Record<Field['kind'], number>> = {
  textarea: 240,
  number: 96,
  money: 128,
  date: 116,
  datetime: 148,
  choice: 108,
  choices: 176,
  phone: 148,
  email: 184,
  member: 116,
  department: 124,
  serial: 164,
  file: 80,
  subform: 88,
}
const usual = 148
const first = 208
const firstOfFew = 360
const graded = 88
const dueWide = 164

/** What a record knows of itself, as fields; offered as columns, filters and sorting beside the form's own. */
export const systemFieldsOf = (): Field[] => [
  { kind: 'datetime', key: '_createdAt', label: t('records.createdAt') },
  { kind: 'datetime', key: '_updatedAt', label: t('records.updatedAt') },
  { kind: 'member', key: '_createdBy', label: t('records.createdBy') },
]

/** Fields that can stand in a column: layout kinds hold nothing. */
export const listable = (field: Field): boolean => field.kind !== 'divider' && field.kind !== 'description'

/** Keys of the columns that a list starts with: what the form says, else its first eight fields. */
export function defaultColumns(form: Form): string[] {
  const fields = form.fields.filter(field => listable(field) && !field.hidden)
  const known = (form.settings?.list ?? []).filter(key => fields.some(field => field.key === key))
  return known.length ? known : fields.slice(0, 8).map(field => field.key)
}

export const isGraded = (field: Field): boolean =>
  field.kind === 'choice' && field.options.some(option => ['solid', 'tint', 'outline'].includes(option.tone ?? ''))

/** The columns for these keys, in their order; keys of fields that are gone are left out. */
export function columnsFor(form: Form, keys: string[]): Column[] {
  const system = systemFieldsOf()
  const fields = keys.flatMap(key => [...form.fields, ...system].filter(field => field.key === key))
  return fields.map((field, index) => {
    const due = field.key === form.settings?.due
    const own = field.key.startsWith('_')
    const width =
      index === 0
        ? fields.length > 4
          ? first
          : firstOfFew
        : due
          ? dueWide
          : isGraded(field)
            ? graded
            : (widths[field.kind] ?? usual)
    const end = field.kind === 'number' || field.kind === 'money'
    return { key: field.key, field, width, end, due, sortable: own ? field.kind === 'datetime' : kindOf(field).sortable }
  })
}
