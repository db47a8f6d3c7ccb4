import { computed, reactive, ref, shallowRef, watch, type Ref } from 'vue'
import { accessOf, mayWrite, type Door } from '#core/form/access'
import { isEmpty } from '#core/form/clean-text'
import type { AccessMap, Field, Form, Row, Values } from '#core/form/form'
import { fillDefaults } from '#core/form/defaults'
import { settle } from '#core/form/settle'
import { validate } from '#core/form/validate'
import type { Problem } from '#core/problem'
import type { Evaluate } from '#core/rule/evaluate-port'
import { payload } from './payload'
import { readTyped, type Typed } from './typed-values'

export interface FormSetting {
  form: Ref<Form>
  typed: Ref<Typed>
  access: Ref<AccessMap>
  door: Door
  zone: Ref<string>
  evaluate: Evaluate
  /** The record as it is, when one is being changed. */
  previous: Ref<Values | undefined>
}

/**
 * A form while somebody fills it: what shows, what is computed, what is wrong, how far it is. The judge is the core's own `validate`,
 * the same that the server asks; here it only speaks up where somebody has been (`touch`), or everywhere after `check`.
 */
export function useForm({ form, typed, access, door, zone, evaluate, previous }: FormSetting) {
  const context = () => ({ at: new Date().toISOString(), zone: zone.value })
  const mode = () => (previous.value ? ('update' as const) : ('create' as const))
  const rightOf = (field: Field, path = field.key) => accessOf(field, path, door, access.value)

  /** Canonical values, computed ones included; paths that show. Both lag a moment behind the typing where expressions run. */
  const values = shallowRef<Values>({})
  const visible = shallowRef<ReadonlySet<string>>(
    // what has a condition waits for it: a field that shows and then goes makes the page jump
    new Set(form.value.fields.filter(field => field.visibleWhen === undefined).map(field => field.key)),
  )
  const faults = shallowRef<Problem[]>([])
  const touched = reactive(new Set<string>())
  const found = ref<Problem[]>([])
  let turn = 0

  async function refresh(): Promise<void> {
    const mine = ++turn
    const read = readTyped(form.value.fields, typed.value, context())
    const settled = await settle(form.value, read.values, evaluate, context())
    if (mine !== turn) return
    values.value = settled.values
    visible.value = settled.visible
    faults.value = read.problems.filter(each => isOpen(each.at ?? '') && settled.visible.has(each.at ?? ''))
  }
  // Files and rows are replaced, never changed in place, but a page may hand in any object: hence deep.
  watch([typed, form, access], refresh, { deep: true, immediate: true })

  const shows = (field: Field, at = field.key, path = at) => visible.value.has(at) && rightOf(field, path) !== 'hidden'
  /** May somebody here do something about a path? A masked value that cannot be read is nobody's fault. */
  const isOpen = (path: string) => form.value.fields.some(field => field.key === path.split('[')[0] && mayWrite(rightOf(field)))
  const needed = (field: Field, path: string = field.key) =>
    mayWrite(rightOf(field, path)) && isNeeded(field, access.value[path] === 'required')

  const open = computed(() => form.value.fields.filter(field => shows(field) && mayWrite(rightOf(field))))
  const gaps = computed(() => open.value.flatMap(field => gapsOf(field, typed.value[field.key], visible.value, needed)))

  const progress = computed(() => ({
    total: open.value.length,
    filled: open.value.filter(field => !isEmpty(typed.value[field.key]) && !faultyAt(field.key)).length,
    /** Paths to go to, in the form's order: what is empty and must not be, and what is wrong. */
    missing: inOrder(form.value, [
      ...new Set([...gaps.value, ...faults.value.map(each => each.at ?? ''), ...found.value.map(at)]),
    ]),
  }))
  const faultyAt = (key: string) => faults.value.some(each => each.at === key || each.at?.startsWith(`${key}[`))

  /** Problem at a path: what `check` or the server found, else what is wrong where somebody has already been. */
  function problemAt(path: string): Problem | undefined {
    const told = found.value.find(each => each.at === path)
    return told ?? (touched.has(path) ? faults.value.find(each => each.at === path) : undefined)
  }

  /** Everything that the server would refuse for what these values alone can tell. Shows it and returns it. */
  async function check(): Promise<Problem[]> {
    await refresh()
    const judged = await validate(form.value, sent(), {
      mode: mode(),
      partial: true,
      door,
      access: access.value,
      previous: previous.value,
      given: Object.fromEntries(form.value.fields.filter(isBrought).map(field => [field.key, typed.value[field.key]])),
      context: context(),
      evaluate,
    })
    found.value = 'problems' in judged ? judged.problems : []
    return found.value
  }

  /** Values that the place brings (a link's channel): shown, not typed, vouched for by the server. */
  const isBrought = (field: Field) =>
    rightOf(field) === 'read' && mode() === 'create' && !isEmpty(typed.value[field.key]) && !field.computed

  const sent = (): Typed => payload(form.value, typed.value, { door, access: access.value, mode: mode() }, visible.value)

  /** Somebody left this field, or changed it: an older verdict about it no longer counts. */
  function touch(path: string): void {
    touched.add(path)
  }
  function forget(path: string): void {
    if (found.value.length) found.value = found.value.filter(each => each.at !== path && !each.at?.startsWith(`${path}[`))
  }

  /** What the server said, in the same places. */
  function show(problems: Problem[]): void {
    found.value = problems
  }

  /** Values that a new record starts with. */
  async function defaults(): Promise<Values> {
    const place = { evaluate, context: context(), bindings: { now: context().at }, prefix: '' }
    return (await fillDefaults(form.value.fields, {}, new Set(), place)).values
  }

  return {
    values,
    visible,
    progress,
    found,
    problemAt,
    check,
    sent,
    touch,
    forget,
    show,
    defaults,
    shows,
    rightOf,
    needed,
    refresh,
  }
}

export type FormState = ReturnType<typeof useForm>

const at = (problem: Problem) => problem.at ?? ''

const isNeeded = (field: Field, byPlace: boolean): boolean =>
  byPlace || field.required === true || (field.kind === 'subform' && (field.minRows ?? 0) > 0)

function gapsOf(
  field: Field,
  raw: unknown,
  visible: ReadonlySet<string>,
  needed: (field: Field, path: string) => boolean,
): string[] {
  if (isEmpty(raw)) return needed(field, field.key) ? [field.key] : []
  if (field.kind !== 'subform' || !Array.isArray(raw)) return []
  return (raw as Row[]).flatMap((row, index) =>
    field.fields
      .filter(inner => needed(inner, `${field.key}.${inner.key}`) && isEmpty(row[inner.key]))
      .map(inner => `${field.key}[${index}].${inner.key}`)
      .filter(path => visible.has(path)),
  )
}

/** Sorted as the fields stand on the sheet; problems without a place come last. */
function inOrder(form: Form, paths: string[]): string[] {
  const rank = new Map(form.layout.map((cell, index) => [cell.field, index]))
  const of = (path: string) => rank.get(path.split('[')[0] ?? '') ?? Infinity
  return paths.filter(path => path !== '').sort((a, b) => of(a) - of(b) || 0)
}
