import type { Json } from '../problem.js'
import { kindOf } from './fields/index.js'
import { isEmpty } from './clean-text.js'
import type { Field, Form } from './form.js'

/** One thing that a publish changes; the dialog has a sentence for each `what`. `at` is "grade", "items.price" or "checks.order". */
export type Change =
  | { what: 'fieldAdded' | 'fieldRemoved'; at: string; kind: Field['kind']; label: Field['label'] }
  /** Not compatible: the field starts with a new, empty column; the old one's values are kept, but no longer shown. */
  | { what: 'kindChanged' | 'columnChanged'; at: string; before: Field['kind']; after: Field['kind']; compatible: boolean }
  | { what: 'optionAdded' | 'optionRemoved' | 'optionRenamed'; at: string; value: string; label: Field['label'] }
  | { what: 'settingChanged'; at: string; setting: string; before?: Json; after?: Json }
  | { what: 'fieldsMoved'; at: '' }
  | { what: 'checkAdded' | 'checkRemoved' | 'checkChanged'; at: string }

/** What is different between two versions of a form, in the order of the later one's fields. Same forms: an empty list. */
export function diffForms(before: Form, after: Form): Change[] {
  const changes = [...diffFields(before.fields, after.fields, ''), ...diffChecks(before, after)]
  const lives = (form: Form, other: Form) => form.layout.filter(cell => other.fields.some(field => field.key === cell.field))
  if (!same(lives(before, after), lives(after, before))) changes.push({ what: 'fieldsMoved', at: '' })
  for (const setting of ['name', 'description'] as const)
    changes.push(...diffSetting('', setting, before[setting], after[setting]))
  const settings = new Set([...Object.keys(before.settings ?? {}), ...Object.keys(after.settings ?? {})]) as Set<keyof object>
  for (const setting of settings)
    changes.push(...diffSetting('settings', setting, before.settings?.[setting], after.settings?.[setting]))
  return changes
}

function diffFields(before: Field[], after: Field[], prefix: string): Change[] {
  const old = new Map(before.map(field => [field.key, field]))
  const kept = new Set(after.map(field => field.key))
  const fact = (what: 'fieldAdded' | 'fieldRemoved', field: Field): Change => ({
    what,
    at: prefix + field.key,
    kind: field.kind,
    label: field.label,
  })
  return [
    ...after.flatMap(field => {
      const earlier = old.get(field.key)
      return earlier ? diffField(earlier, field, prefix + field.key) : [fact('fieldAdded', field)]
    }),
    ...before.filter(field => !kept.has(field.key)).map(field => fact('fieldRemoved', field)),
  ]
}

function diffField(before: Field, after: Field, at: string): Change[] {
  if (before.kind !== after.kind) return [{ what: 'kindChanged', at, before: before.kind, after: after.kind, compatible: false }]
  const changes: Change[] = []
  if (!kindOf(after).compatible(before, after))
    changes.push({ what: 'columnChanged', at, before: before.kind, after: after.kind, compatible: false })
  const [old, now] = [before, after].map(field => ({ ...field }) as Record<string, unknown>) as [
    Record<string, unknown>,
    Record<string, unknown>,
  ]
  for (const setting of new Set([...Object.keys(old), ...Object.keys(now)]))
    if (!['key', 'kind', 'options', 'fields'].includes(setting))
      changes.push(...diffSetting(at, setting, old[setting], now[setting]))
  if ('options' in before && 'options' in after) changes.push(...diffOptions(before.options, after.options, at))
  if (before.kind === 'subform' && after.kind === 'subform') changes.push(...diffFields(before.fields, after.fields, `${at}.`))
  return changes
}

type Options = Extract<Field, { kind: 'choice' }>['options']

function diffOptions(before: Options, after: Options, at: string): Change[] {
  const old = new Map(before.map(option => [option.value, option]))
  const kept = new Set(after.map(option => option.value))
  return [
    ...after.flatMap(({ value, label }): Change[] => {
      const earlier = old.get(value)
      if (!earlier) return [{ what: 'optionAdded', at, value, label }]
      return same(earlier.label, label) ? [] : [{ what: 'optionRenamed', at, value, label }]
    }),
    ...before
      .filter(option => !kept.has(option.value))
      .map(({ value, label }): Change => ({ what: 'optionRemoved', at, value, label })),
  ]
}

function diffChecks({ checks: before = [] }: Form, { checks: after = [] }: Form): Change[] {
  const old = new Map(before.map(check => [check.key, check]))
  const kept = new Set(after.map(check => check.key))
  const changed = after.filter(check => old.has(check.key) && !same(old.get(check.key), check))
  const fact =
    (what: 'checkAdded' | 'checkRemoved' | 'checkChanged') =>
    (check: { key: string }): Change => ({ what, at: `checks.${check.key}` })
  return [
    ...after.filter(check => !old.has(check.key)).map(fact('checkAdded')),
    ...changed.map(fact('checkChanged')),
    ...before.filter(check => !kept.has(check.key)).map(fact('checkRemoved')),
  ]
}

/** Absent, false and '' are one: a switch that was never touched and one that was turned off again. */
function diffSetting(at: string, setting: string, before: unknown, after: unknown): Change[] {
  const none = (value: unknown) => value === false || isEmpty(value)
  if ((none(before) && none(after)) || same(before, after)) return []
  const was = none(before) ? {} : { before: before as Json }
  const is = none(after) ? {} : { after: after as Json }
  return [{ what: 'settingChanged', at, setting, ...was, ...is }]
}

/** The order of an object's keys says nothing. */
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left, sorted) === JSON.stringify(right, sorted)
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
