import { problem, textIn, type Problem } from '../problem.js'
import { kindOf, kinds } from './fields/index.js'
import type { Field, Form } from './form.js'
import { lintExpressions } from './lint-expressions.js'
import { lintCircles } from './lint-circles.js'
import { isZone } from './calendar.js'

/** A warning may be published, an error may not. */
export interface Finding extends Problem {
  severity: 'error' | 'warning'
}

/** Names that objects inherit, and the row's own id: a field of that name would hide them. */
const reserved = [
  'constructor',
  'prototype',
  'toString',
  'toLocaleString',
  'valueOf',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
]
const keyPattern = /^[a-z][a-zA-Z0-9]{0,39}$/
const mostFields = 300
/** MySQL's row holds 65,535 bytes; four per character. What remains is for the system's columns. */
const rowBytes = 60_000

const warnings = new Set([
  'EMPTY_LABEL',
  'DUPLICATE_LABEL',
  'NOT_IN_LAYOUT',
  'NO_TITLE',
  'EMPTY_DESCRIPTION',
  'DUPLICATE_OPTION_LABEL',
  'REQUIRED_BUT_HIDDEN',
])

/** Everything that is wrong with a form as designed, at design time and before publishing. Paths: "items.price", "checks.order". */
export function lintForm(form: Form): Finding[] {
  const problems = [
    ...lintFields(form.fields, ''),
    ...lintSize(form),
    ...lintLayout(form),
    ...lintSettings(form),
    ...lintExpressions(form),
    ...lintCircles(form),
  ]
  return problems.map(each => ({ ...each, severity: warnings.has(each.code) ? 'warning' : 'error' }))
}

function lintFields(fields: Field[], prefix: string): Problem[] {
  const keys = new Set<string>()
  const labels = new Set<string>()
  return fields.flatMap(field => {
    const at = prefix + String(field.key)
    const problems: Problem[] = []
    if (!Object.hasOwn(kinds, field.kind)) return [problem('UNKNOWN_KIND', at, { kind: field.kind })]
    if (!keyPattern.test(field.key)) problems.push(problem('BAD_KEY', at))
    else if (reserved.includes(field.key) || (prefix && field.key === 'id')) problems.push(problem('RESERVED_KEY', at))
    if (keys.has(field.key)) problems.push(problem('DUPLICATE_KEY', at))
    keys.add(field.key)
    const label = textIn(field.label, 'zh').trim()
    if (!label && field.kind !== 'description' && field.kind !== 'divider') problems.push(problem('EMPTY_LABEL', at))
    else if (label && labels.has(label)) problems.push(problem('DUPLICATE_LABEL', at, { label }))
    labels.add(label)
    problems.push(...lintTraits(field, prefix, at))
    problems.push(
      ...kindOf(field)
        .lint(field)
        .map(each => ({ ...each, at: prefix + (each.at ?? field.key) })),
    )
    if (field.kind === 'subform') problems.push(...lintFields(field.fields ?? [], `${field.key}.`))
    return problems
  })
}

const uniqueKinds = ['text', 'phone', 'email', 'number', 'serial', 'date']

function lintTraits(field: Field, prefix: string, at: string): Problem[] {
  const problems: Problem[] = []
  if (prefix && field.kind === 'subform') problems.push(problem('NESTED_SUBFORM', at))
  if (prefix && field.kind === 'serial') problems.push(problem('SERIAL_IN_SUBFORM', at))
  if (field.kind === 'subform' && !field.fields?.length) problems.push(problem('EMPTY_SUBFORM', at))
  if (field.unique && (prefix || !uniqueKinds.includes(field.kind)))
    problems.push(problem('UNIQUE_NOT_ALLOWED', at, { kinds: uniqueKinds }))
  const computable = kindOf(field).input && field.kind !== 'subform' && field.kind !== 'file'
  if (field.computed !== undefined && !computable) problems.push(problem('COMPUTED_NOT_ALLOWED', at))
  if (field.computed !== undefined && field.default !== undefined) problems.push(problem('COMPUTED_AND_DEFAULT', at))
  const closed = field.hidden || field.readonly
  if (field.required && closed && field.default === undefined && field.computed === undefined)
    problems.push(problem('REQUIRED_BUT_HIDDEN', at))
  return problems
}

function lintSize(form: Form): Problem[] {
  const count = form.fields.reduce((sum, field) => sum + 1 + (field.kind === 'subform' ? (field.fields ?? []).length : 0), 0)
  if (count > mostFields) return [problem('TOO_MANY_FIELDS', undefined, { max: mostFields, count })]
  if (form.fields.length === 0) return [problem('NO_FIELDS')]
  const known = form.fields.filter(field => Object.hasOwn(kinds, field.kind))
  const columns = known.flatMap(field => kindOf(field).columns(field))
  const bytes = columns.reduce((sum, column) => sum + (column.type === 'varchar' ? (column.size ?? 0) * 4 : 20), 0)
  return bytes > rowBytes ? [problem('FORM_TOO_WIDE', undefined, { bytes, max: rowBytes })] : []
}

function lintLayout(form: Form): Problem[] {
  const keys = new Set(form.fields.map(field => field.key))
  const placed = new Map<string, number>()
  for (const cell of form.layout) placed.set(cell.field, (placed.get(cell.field) ?? 0) + 1)
  return [
    ...[...placed.keys()].filter(key => !keys.has(key)).map(key => problem('LAYOUT_UNKNOWN_FIELD', key)),
    ...[...placed].filter(([, times]) => times > 1).map(([key]) => problem('LAYOUT_TWICE', key)),
    ...form.fields.filter(field => !placed.has(field.key) && !field.hidden).map(field => problem('NOT_IN_LAYOUT', field.key)),
    ...form.layout.filter(cell => ![6, 8, 12, 16, 24].includes(cell.span)).map(cell => problem('BAD_SPAN', cell.field)),
  ]
}

function lintSettings({ fields, settings = {}, checks = [] }: Form): Problem[] {
  const problems: Problem[] = []
  const byKey = new Map(fields.map(field => [field.key, field]))
  for (const setting of ['title', 'facts'] as const)
    for (const key of settings[setting] ?? []) {
      const field = byKey.get(key)
      if (!field) problems.push(problem('SETTING_UNKNOWN_FIELD', `settings.${setting}`, { field: key }))
      else if (['subform', 'file', 'divider', 'description'].includes(field.kind))
        problems.push(problem('SETTING_WRONG_KIND', `settings.${setting}`, { field: key, kind: field.kind }))
    }
  if (!settings.title?.length) problems.push(problem('NO_TITLE', 'settings.title'))
  if (settings.zone !== undefined && !isZone(settings.zone))
    problems.push(problem('UNKNOWN_ZONE', 'settings.zone', { zone: settings.zone }))
  const keys = new Set<string>()
  for (const check of checks) {
    const at = `checks.${check.key}`
    if (keys.has(check.key)) problems.push(problem('DUPLICATE_KEY', at))
    keys.add(check.key)
    if (!textIn(check.message, 'zh').trim()) problems.push(problem('EMPTY_MESSAGE', at))
    if (check.at !== undefined && !byKey.has(check.at)) problems.push(problem('CHECK_UNKNOWN_FIELD', at, { field: check.at }))
  }
  return problems
}
