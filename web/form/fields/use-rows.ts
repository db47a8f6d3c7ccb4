import { computed, ref, watch } from 'vue'
import { mayWrite } from '#core/form/access'
import { kindOf } from '#core/form/fields/index'
import type { Field, Row, SubformField } from '#core/form/form'
import { usePlace } from '../form-place'
import { readOne, type Typed } from '../typed-values'
import type { FormState } from '../use-form'
import { copyOf, mostRowsOf } from './subform-rows'

/** The rows of a subform while they are edited: what table and cards have in common. */
export function useRows(
  props: { field: SubformField; value: unknown; state: FormState },
  put: (rows: Typed[] | undefined) => void,
) {
  const { zone } = usePlace()
  const rows = computed(() => (Array.isArray(props.value) ? (props.value as Typed[]) : []))
  const settled = computed(() => (props.state.values.value[props.field.key] as Row[] | undefined) ?? [])
  const pathOf = (index: number, inner: Field) => `${props.field.key}[${index}].${inner.key}`
  const rightOf = (inner: Field) => props.state.rightOf(inner, `${props.field.key}.${inner.key}`)
  const columns = computed(() =>
    props.field.fields.filter(inner => rightOf(inner) !== 'hidden' && kindOf(inner).group !== 'layout'),
  )
  const full = computed(() => rows.value.length >= mostRowsOf(props.field))

  /** New rows have no id yet, but a control must stay the same control while rows come and go. */
  const keys = ref<number[]>([])
  let last = 0
  watch(
    () => rows.value.length,
    length => (keys.value = Array.from({ length }, (_, index) => keys.value[index] ?? ++last)),
    { immediate: true, flush: 'sync' },
  )

  const isTyped = (inner: Field) => mayWrite(rightOf(inner))
  /** What a cell shows: as typed, or for what is computed or may only be read, as settled. */
  const cell = (index: number, inner: Field): unknown =>
    isTyped(inner) ? rows.value[index]?.[inner.key] : (settled.value[index]?.[inner.key] ?? rows.value[index]?.[inner.key])
  const shows = (index: number, inner: Field): boolean =>
    props.state.visible.value.has(pathOf(index, inner)) || index >= settled.value.length

  function set(index: number, inner: Field, value: unknown): void {
    put(rows.value.map((row, at) => (at === index ? { ...row, [inner.key]: value } : row)))
    props.state.forget(pathOf(index, inner))
  }
  function leave(index: number, inner: Field): void {
    props.state.touch(pathOf(index, inner))
    const raw = rows.value[index]?.[inner.key]
    const tidy = readOne(inner, raw, { at: '', zone: zone.value })
    if (tidy !== raw && !Array.isArray(tidy)) set(index, inner, tidy)
  }
  function fresh(): Typed {
    const constant = (inner: Field) => inner.default !== undefined && typeof inner.default !== 'object'
    return Object.fromEntries(props.field.fields.filter(constant).map(inner => [inner.key, inner.default]))
  }
  function add(): void {
    if (!full.value) put([...rows.value, fresh()])
  }
  function copy(index: number): void {
    const row = rows.value[index]
    if (!row || full.value) return
    keys.value.splice(index + 1, 0, ++last)
    put([...rows.value.slice(0, index + 1), copyOf(row), ...rows.value.slice(index + 1)])
  }
  function remove(index: number): void {
    keys.value.splice(index, 1)
    props.state.forget(props.field.key)
    put(rows.value.length > 1 ? rows.value.filter((_, at) => at !== index) : undefined)
  }

  /** Cells of a spreadsheet, from this one on to the right and down; rows are added as needed. */
  function paste(index: number, inner: Field, cells: string[][]): void {
    const from = columns.value.indexOf(inner)
    const next = [...rows.value]
    for (const [down, line] of cells.entries()) {
      if (index + down >= mostRowsOf(props.field)) break
      const row: Typed = { ...(next[index + down] ?? fresh()) }
      for (const [right, text] of line.entries()) {
        const column = columns.value[from + right]
        if (!column || !isTyped(column)) continue
        const raw = text.trim() === '' ? undefined : kindOf(column).fromText(column, text)
        row[column.key] = readOne(column, raw, { at: '', zone: zone.value })
        props.state.touch(pathOf(index + down, column))
      }
      next[index + down] = row
    }
    put(next)
  }

  return { rows, settled, columns, keys, full, pathOf, isTyped, cell, shows, set, leave, add, copy, remove, paste }
}
