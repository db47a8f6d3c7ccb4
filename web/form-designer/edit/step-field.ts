import type { Form } from '#core/form/form'
import { find, type Path } from './find'

/** Swaps a cell with its neighbour in reading order, widths stay: what Alt+arrow does on the sheet. */
export function stepField(form: Form, path: Path, step: -1 | 1): boolean {
  const found = find(form, path)
  if (!found) return false
  const list: unknown[] = found.owner ? found.siblings : form.layout
  const index = found.owner ? found.index : form.layout.findIndex(cell => cell.field === path)
  const to = index + step
  if (index < 0 || to < 0 || to >= list.length) return false
  const [moved] = list.splice(index, 1)
  list.splice(to, 0, moved)
  return true
}
