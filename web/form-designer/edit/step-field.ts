import type { Form } from '#core/form/form'
import { find, type Path } from './find'
import { linesOf } from './lines'

/**
 * What Alt+arrow does. A field that has a line of its own steps over the whole neighbouring line, so that no pair is torn apart; one that
 * shares its line, and a column, change places with their neighbour. Widths stay. False at the end of the way.
 */
export function stepField(form: Form, path: Path, step: -1 | 1): boolean {
  const found = find(form, path)
  if (!found) return false
  if (found.owner) return shift(found.siblings, found.index, found.index + step)
  const index = form.layout.findIndex(cell => cell.field === path)
  const lines = linesOf(form)
  const at = lines.findIndex(line => line.cells.some(cell => cell.field === path))
  const over = lines[at + step]
  const alone = lines[at]?.cells.length === 1 && over
  return shift(form.layout, index, alone ? index + step * over.cells.length : index + step)
}

function shift<T>(list: T[], from: number, to: number): boolean {
  if (from < 0 || to < 0 || to >= list.length) return false
  const [moved] = list.splice(from, 1)
  if (moved !== undefined) list.splice(to, 0, moved)
  return true
}
