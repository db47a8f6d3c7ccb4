import type { Field } from '#core/form/form'
import { t } from '@/text'
import { toast } from '@/ui/toast'
import { copyFields, pasteFields, readClip } from './edit/clipboard'
import { duplicateField, insertField, moveField, newField, plain, removeField } from './edit/fields'
import { find, ownerOf, pathsOf, type Path } from './edit/find'
import type { Span } from './edit/lines'
import { placeAfter, type Place } from './edit/place'
import { stepField } from './edit/step-field'
import type { Design } from './design'
import { itemName, items, type PaletteItem } from './kinds'

/** What can be done with fields, each by mouse and by keys: one named step, said aloud. */
export function createCommands(design: Design) {
  const { form, selected } = design
  const tell = (says: string, params: Record<string, unknown>) => design.announce(t(`form.designStep.${says}`, params))

  function insert(item: PaletteItem, place?: Place): void {
    const name = itemName(item.id)
    let path = ''
    const extra = item.kind === 'choice' || item.kind === 'choices' ? { options: starters() } : {}
    const field = newField(item.kind, name, { ...extra, ...item.extra } as Partial<Field>)
    design.apply('insert', { name }, draft => {
      path = insertField(draft, field, place ?? placeAfter(plain(draft), selected.value, item.kind))
    })
    design.select(path)
    tell('insert', { name })
  }
  const starters = () => [1, 2].map(n => ({ value: `option${n}`, label: t('form.design.optionN', { n }) }))

  function remove(path = selected.value): void {
    if (path === undefined || !find(form.value, path)) return
    const name = design.nameOf(path)
    const all = pathsOf(form.value)
    const at = all.indexOf(path)
    design.apply('remove', { name }, draft => removeField(draft, path))
    const next = pathsOf(form.value)
    design.select(next[Math.min(at, next.length - 1)])
    tell('remove', { name })
  }

  function duplicate(path = selected.value): void {
    if (path === undefined) return
    let made = path
    design.apply('duplicate', { name: design.nameOf(path) }, draft => void (made = duplicateField(draft, path)))
    design.select(made)
    tell('duplicate', { name: design.nameOf(made) })
  }

  function move(path: Path, place: Place): void {
    const params = { name: design.nameOf(path), n: 0 }
    const before = form.value
    let to = path
    design.apply('move', params, draft => void (to = moveField(draft, path, place)))
    if (form.value === before) return
    params.n = positionOf(to)
    design.select(to)
    tell('move', params)
  }
  function step(by: -1 | 1, path = selected.value): void {
    if (path === undefined) return
    const params = { name: design.nameOf(path), n: 0 }
    const before = form.value
    design.apply('move', params, draft => void stepField(draft, path, by))
    if (form.value === before) return
    params.n = positionOf(path)
    tell('move', params)
  }
  const positionOf = (path: Path): number => {
    const found = find(form.value, path)
    return found?.owner ? found.index + 1 : form.value.layout.findIndex(cell => cell.field === path) + 1
  }

  function setSpan(path: Path, span: Span): void {
    if (ownerOf(path) || form.value.layout.find(cell => cell.field === path)?.span === span) return
    const params = { name: design.nameOf(path), width: t(`form.design.width.w${span}`) }
    design.apply('width', params, draft => {
      const cell = draft.layout.find(each => each.field === path)
      if (cell) cell.span = span
      else draft.layout.push({ field: path, span })
    })
    tell('width', params)
  }

  /** Changes one field. An undefined setting is taken away. `merge` joins what is typed into one step. */
  function edit(path: Path, change: Record<string, unknown>, merge?: string): void {
    design.apply(
      'edit',
      { name: design.nameOf(path) },
      draft => {
        const field = find(draft, path)?.field as unknown as Record<string, unknown> | undefined
        if (!field) return
        for (const [name, value] of Object.entries(change)) {
          if (value === undefined) delete field[name]
          else if (JSON.stringify(field[name]) !== JSON.stringify(value)) field[name] = plain(value)
        }
      },
      merge && `${path}:${merge}`,
    )
  }
  function toggleRequired(path = selected.value): void {
    const field = design.field(path)
    if (!field || path === undefined) return
    const params = { name: design.nameOf(path) }
    const says = field.required ? 'optional' : 'required'
    design.apply(says, params, draft => {
      const one = find(draft, path)?.field
      if (one?.required) delete one.required
      else if (one) one.required = true
    })
    tell(says, params)
  }

  /** The neighbour in reading order becomes the selected one. */
  function go(by: -1 | 1): void {
    const all = pathsOf(form.value)
    if (!all.length) return
    const at = selected.value === undefined ? (by > 0 ? -1 : all.length) : all.indexOf(selected.value)
    const next = all[Math.max(0, Math.min(all.length - 1, at + by))]
    design.select(next)
    if (next !== undefined) design.announce(design.nameOf(next))
  }

  function copy(event: ClipboardEvent): boolean {
    if (selected.value === undefined || !event.clipboardData) return false
    event.clipboardData.setData('text/plain', copyFields(form.value, [selected.value]))
    event.preventDefault()
    toast(t('form.design.copied', { name: design.nameOf(selected.value) }))
    return true
  }
  function paste(event: ClipboardEvent): void {
    const clip = readClip(event.clipboardData?.getData('text/plain') ?? '')
    if (!clip) return
    event.preventDefault()
    let paths: Path[] = []
    const first = clip.fields[0]!
    design.apply('paste', { n: clip.fields.length }, draft => {
      paths = pasteFields(draft, clip, placeAfter(plain(draft), selected.value, first.kind))
    })
    design.select(paths.at(-1))
    tell('paste', { n: clip.fields.length })
  }

  const itemNamed = (id: string): PaletteItem => items.find(item => item.id === id)!
  return { insert, remove, duplicate, move, step, setSpan, edit, toggleRequired, go, copy, paste, itemNamed }
}

export type Commands = ReturnType<typeof createCommands>
