import type { Field, Form } from '#core/form/form'
import type { Json } from '#core/problem'
import type { RuleSet } from '#core/rule/rule-set'
import { kindOf } from '#core/form/fields/index'
import { expressionsOf } from '#core/rule/lint-rules'
import { references } from '#core/rule/references'

/** Fields that the rules read and write, by key. A field that one rule writes and a later one reads is in both. */
export function fieldsUsed(rules: RuleSet): { reads: Map<string, string[]>; writes: Map<string, string[]> } {
  const reads = new Map<string, string[]>()
  const writes = new Map<string, string[]>()
  const note = (map: Map<string, string[]>, field: string, rule: string) => {
    const rulesOf = map.get(field) ?? []
    if (!rulesOf.includes(rule)) map.set(field, [...rulesOf, rule])
  }
  for (const rule of rules.rules) {
    note(writes, rule.target, rule.key)
    for (const { source } of expressionsOf(rule)) {
      const found = references(source)
      if ('code' in found) continue
      for (const { path } of found) if (path[0] !== undefined) note(reads, path[0], rule.key)
    }
  }
  return { reads, writes }
}

/** The form with these fields only, and without what hinders a sample: nothing is required, hidden, computed or locked. */
export function sampleForm(form: Form, keys: string[]): Form {
  const fields = form.fields.filter(field => keys.includes(field.key)).map(bare)
  const wide = new Set(['subform', 'file', 'textarea', 'choices'])
  return {
    key: form.key,
    name: form.name,
    fields,
    layout: fields.map(field => ({ field: field.key, span: wide.has(field.kind) ? 24 : 12 })),
    settings: { zone: form.settings?.zone },
  }
}

function bare(field: Field): Field {
  const { required: _r, hidden: _h, readonly: _o, computed: _c, visibleWhen: _v, unique: _u, default: _d, ...rest } = field
  return rest.kind === 'subform' ? { ...rest, minRows: 0, fields: rest.fields.map(bare) } : (rest as Field)
}

/** Values as expressions see them → what stands in the controls. What the kind cannot take back is left out. */
export function typedFromView(form: Form, values: Record<string, Json | undefined>): Record<string, unknown> {
  return Object.fromEntries(
    form.fields.flatMap(field => {
      const value = values[field.key]
      if (value === undefined || value === null) return []
      const read = kindOf(field).parse(field, kindOf(field).fromExpression(field, value), {
        at: new Date().toISOString(),
        zone: form.settings?.zone ?? 'UTC',
      })
      return 'problems' in read || read.value === undefined ? [] : [[field.key, read.value]]
    }),
  )
}

/** What was typed → values as expressions see them. */
export function viewFromTyped(form: Form, typed: Record<string, unknown>): Record<string, Json> {
  const context = { at: new Date().toISOString(), zone: form.settings?.zone ?? 'UTC' }
  return Object.fromEntries(
    form.fields.flatMap(field => {
      const read = kindOf(field).parse(field, typed[field.key], context)
      if ('problems' in read || read.value === undefined) return []
      const seen = kindOf(field).toExpression(field, read.value)
      return seen === undefined ? [] : [[field.key, seen] as [string, Json]]
    }),
  )
}
