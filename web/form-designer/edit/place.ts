import type { Field, Form } from '#core/form/form'
import { find, type Path } from './find'
import { linesOf, sharedSpan, type Span } from './lines'

/** Where a field goes. Before and after mean the whole line; left and right share it; inside is the end of a subform's columns. */
export type Place = { at: 'end' } | { at: 'before' | 'after' | 'left' | 'right' | 'inside'; path: Path }

/** The width that a new field wants: what holds much wants a line of its own. */
export const wantedSpan = (kind: Field['kind']): Span =>
  ['textarea', 'subform', 'divider', 'description', 'file', 'choices'].includes(kind) ? 24 : 12

/** Puts a cell into the layout. No other line breaks differently afterwards, so that nothing else on the sheet moves sideways. */
export function placeCell(form: Form, key: string, place: Place, wanted: Span): void {
  const lines = linesOf(form)
  const line = place.at === 'end' ? lines.at(-1) : lines.find(each => each.cells.some(cell => cell.field === place.path))
  if (!line) {
    form.layout.push({ field: key, span: wanted })
    return
  }
  const end = line.start + line.cells.length
  if (place.at === 'end') {
    form.layout.splice(end, 0, { field: key, span: wanted })
    return
  }
  const heading = find(form, place.path)?.field.kind === 'divider'
  if ((place.at === 'left' || place.at === 'right') && !heading && wanted !== 24) {
    const fits = line.room >= wanted
    const shared = fits ? wanted : sharedSpan(line.cells.length + 1)
    if (shared) {
      if (!fits) for (const cell of line.cells) cell.span = shared
      const target = form.layout.findIndex(cell => cell.field === place.path)
      form.layout.splice(target + (place.at === 'right' ? 1 : 0), 0, { field: key, span: shared })
      return
    }
  }
  const index = place.at === 'before' ? line.start : end
  form.layout.splice(index, 0, { field: key, span: 24 })
}

/** Takes a cell out. Who stood beside it grows where the next line would otherwise slip up into the gap. */
export function unplaceCell(form: Form, key: string): void {
  const lines = linesOf(form)
  const at = lines.findIndex(line => line.cells.some(cell => cell.field === key))
  const line = lines[at]
  form.layout = form.layout.filter(cell => cell.field !== key)
  if (!line || line.cells.length === 1) return
  const rest = line.cells.filter(cell => cell.field !== key)
  const next = lines[at + 1]?.cells[0]
  const room = 24 - rest.reduce((sum, cell) => sum + cell.span, 0)
  if (!next || next.span > room) return
  const shared = sharedSpan(rest.length)!
  for (const cell of form.layout) if (rest.some(each => each.field === cell.field)) cell.span = shared
}

/** Where a click in the palette puts a field: beside the selected one where there is room, else below its line. */
export function placeAfter(form: Form, selected: Path | undefined, kind: Field['kind']): Place {
  if (selected === undefined || !find(form, selected)) return { at: 'end' }
  if (selected.includes('.')) return { at: 'right', path: selected }
  const lines = linesOf(form)
  const at = lines.findIndex(line => line.cells.some(cell => cell.field === selected))
  const line = lines[at]
  const last = line?.cells.at(-1)
  if (!line || !last) return { at: 'end' }
  if (at === lines.length - 1) return { at: 'end' }
  const roomy = line.room >= wantedSpan(kind) && last.field === selected && find(form, selected)?.field.kind !== 'divider'
  return roomy ? { at: 'right', path: selected } : { at: 'after', path: selected }
}
