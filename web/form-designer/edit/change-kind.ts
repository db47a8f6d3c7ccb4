import { kindOf, kinds } from '#core/form/fields/index'
import { isEmpty } from '#core/form/clean-text'
import { isExpression } from '#core/form/defaults'
import type { Field, FieldKindName } from '#core/form/form'
import { plain } from './fields'

/** What a field loses when it becomes another kind; each has a sentence. */
export interface Loss {
  what:
    | 'options'
    | 'columns'
    | 'limits'
    | 'pattern'
    | 'unit'
    | 'default'
    | 'unique'
    | 'computed'
    | 'required'
    | 'other'
    | 'multiple'
    | 'length'
  count?: number
}

const base = [
  'hint',
  'placeholder',
  'required',
  'readonly',
  'hidden',
  'unique',
  'personal',
  'default',
  'computed',
  'visibleWhen',
  'fromLink',
] as const
/** Settings that mean the same in several kinds. */
const shared: [FieldKindName[], string[]][] = [
  [['text', 'textarea'], ['maxLength']],
  [
    ['number', 'money'],
    ['decimals', 'min', 'max'],
  ],
  [
    ['choice', 'choices'],
    ['options', 'other'],
  ],
  [['member', 'department'], ['multiple']],
]
const uniqueKinds: FieldKindName[] = ['text', 'phone', 'email', 'number', 'serial', 'date']
const lossOf: Record<string, Loss['what']> = {
  options: 'options',
  fields: 'columns',
  min: 'limits',
  max: 'limits',
  minRows: 'limits',
  maxRows: 'limits',
  maxCount: 'limits',
  maxMegabytes: 'limits',
  pattern: 'pattern',
  unit: 'unit',
  currency: 'unit',
  multiple: 'multiple',
  maxLength: 'length',
  other: 'other',
}

/** The field as another kind: what both know is kept, what is lost is said. Key and label always stay. */
export function changeKind(field: Field, kind: FieldKindName): { field: Field; losses: Loss[] } {
  if (field.kind === kind) return { field, losses: [] }
  const old = plain(field) as unknown as Record<string, unknown>
  const next: Record<string, unknown> = { key: field.key, label: field.label, ...kinds[kind].create() }
  const losses = new Map<Loss['what'], Loss>()
  const lose = (what: Loss['what'], count?: number) => losses.set(what, count === undefined ? { what } : { what, count })
  const { input } = kinds[kind]
  const keptSettings = new Set(
    shared.filter(([both]) => both.includes(field.kind) && both.includes(kind)).flatMap(([, names]) => names),
  )

  for (const name of base) if (old[name] !== undefined) next[name] = old[name]
  for (const name of keptSettings) if (old[name] !== undefined) next[name] = old[name]
  for (const [name, what] of Object.entries(lossOf))
    if (!keptSettings.has(name) && !isEmpty(old[name]) && old[name] !== false && differs(field, name))
      lose(what, Array.isArray(old[name]) ? (old[name] as unknown[]).length : undefined)
  if (kind === 'text' && typeof next.maxLength === 'number' && next.maxLength > 255) {
    next.maxLength = 255
    lose('length')
  }
  if (next.unique && !uniqueKinds.includes(kind)) drop('unique')
  if (next.required && !input) drop('required')
  if (next.computed !== undefined && (!input || kind === 'subform' || kind === 'file')) drop('computed')
  if (next.default !== undefined && !isExpression(field.default) && !takes(next as unknown as Field, old.default)) drop('default')
  if (!input) for (const name of ['default', 'placeholder', 'readonly', 'fromLink', 'personal'] as const) delete next[name]
  return { field: next as unknown as Field, losses: [...losses.values()] }

  function drop(name: 'unique' | 'required' | 'computed' | 'default') {
    delete next[name]
    lose(name)
  }
}

/** Is a setting more than what every new field of its kind has? */
const differs = (field: Field, name: string): boolean => {
  const created = kinds[field.kind].create() as Record<string, unknown>
  return JSON.stringify((field as unknown as Record<string, unknown>)[name]) !== JSON.stringify(created[name])
}

const takes = (field: Field, raw: unknown): boolean =>
  'value' in kindOf(field).parse(field, raw, { at: '2026-01-01T00:00:00.000Z', zone: 'UTC' })
