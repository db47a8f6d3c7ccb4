import { kindOf } from '../form/fields/index.js'
import type { Field, Form } from '../form/form.js'
import { textOperators, type Operator } from '../form/kind.js'
import { systemFields } from './query.js'

/** A field as a query sees it: one of the form, or a system column dressed as one. */
export interface QueryField {
  field: Field
  system: boolean
  operators: readonly Operator[]
  sortable: boolean
}

/** Undefined when the form has no such field. */
export function queryField(form: Pick<Form, 'fields'>, name: string): QueryField | undefined {
  if ((systemFields as readonly string[]).includes(name)) return systemField(name)
  const field = form.fields.find(each => each.key === name)
  return field && { field, system: false, operators: kindOf(field).operators, sortable: kindOf(field).sortable }
}

function systemField(name: string): QueryField {
  if (name.endsWith('At')) {
    const field: Field = { kind: 'datetime', key: name, label: name }
    return { field, system: true, operators: kindOf(field).operators, sortable: true }
  }
  // Ids and the source's name: plain texts, without searching inside of them.
  return {
    field: { kind: 'text', key: name, label: name },
    system: true,
    operators: textOperators.filter(op => op !== 'contains'),
    sortable: true,
  }
}
