import type { Path } from '../edit/find'
import type { Place } from '../edit/place'

/** A rectangle of the window. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** One field as it is drawn. `line` numbers the lines of the sheet; `columns` are those of a subform, `table` its frame. */
export interface DrawnCell extends Box {
  path: Path
  line: number
  /** A heading or another field that shares its line with nobody. */
  alone: boolean
  table?: Box
  columns?: (Box & { path: Path })[]
}

/** What is dragged. `wide` stands on a line of its own; `fitsRows` may be a column. */
export interface Dragged {
  path?: Path
  wide: boolean
  fitsRows: boolean
}

export interface Drop {
  place: Place
  /** The blue line: upright between fields of a line, else across the sheet. */
  mark: Box & { upright: boolean }
}

const gap = 24

/** Where a field lands when it is let go at (x, y). Reckoned from what is drawn; nothing on the sheet moves for it. */
export function dropAt(cells: DrawnCell[], sheet: Box, x: number, y: number, dragged: Dragged): Drop | undefined {
  if (cells.length === 0) return { place: { at: 'end' }, mark: across(sheet, sheet.top) }
  const inside = dragged.fitsRows
    ? cells.find(cell => cell.table && contains(cell.table, x, y) && cell.path !== dragged.path)
    : undefined
  if (inside) return intoTable(inside, x, dragged)
  const lines = new Map<number, DrawnCell[]>()
  for (const cell of cells) lines.set(cell.line, [...(lines.get(cell.line) ?? []), cell])
  const bands = [...lines.values()].map(line => ({
    line,
    top: Math.min(...line.map(cell => cell.top)),
    bottom: Math.max(...line.map(cell => cell.top + cell.height)),
  }))
  const band = bands.find(each => y < each.bottom + gap / 2) ?? bands.at(-1)!
  const beside = dragged.wide ? undefined : besideIn(band.line, x, y, dragged)
  if (beside) return beside
  const first = band.line[0]!
  const above = y < (band.top + band.bottom) / 2
  if (dragged.path !== undefined && band.line.length === 1 && first.path === dragged.path) return undefined
  return above
    ? { place: { at: 'before', path: first.path }, mark: across(sheet, band.top - gap / 2) }
    : { place: { at: 'after', path: first.path }, mark: across(sheet, band.bottom + gap / 2) }
}

function besideIn(line: DrawnCell[], x: number, y: number, dragged: Dragged): Drop | undefined {
  const others = line.filter(cell => cell.path !== dragged.path)
  if (others.length >= 4) return undefined
  const cell = line.find(each => x >= each.left - gap / 2 && x < each.left + each.width + gap / 2)
  if (!cell || cell.alone || cell.path === dragged.path || y < cell.top || y > cell.top + cell.height) return undefined
  const edge = Math.max(28, Math.min(72, cell.width * 0.22))
  const at = x < cell.left + edge ? 'left' : x > cell.left + cell.width - edge ? 'right' : undefined
  if (!at) return undefined
  return { place: { at, path: cell.path }, mark: upright(cell, at, gap / 2) }
}

function intoTable(cell: DrawnCell, x: number, dragged: Dragged): Drop | undefined {
  const { columns = [], table } = cell
  const column = columns.find(each => x < each.left + each.width) ?? columns.at(-1)
  if (!column) return { place: { at: 'inside', path: cell.path }, mark: upright(table!, 'left', 0) }
  if (column.path === dragged.path) return undefined
  const at = x < column.left + column.width / 2 ? 'left' : 'right'
  return { place: { at, path: column.path }, mark: upright(column, at, 0) }
}

const contains = (box: Box, x: number, y: number): boolean =>
  x >= box.left && x <= box.left + box.width && y >= box.top && y <= box.top + box.height
const across = (sheet: Box, top: number) => ({ left: sheet.left, top, width: sheet.width, height: 0, upright: false })
const upright = (box: Box, side: 'left' | 'right', out: number) => ({
  left: side === 'left' ? box.left - out : box.left + box.width + out,
  top: box.top,
  width: 0,
  height: box.height,
  upright: true,
})
