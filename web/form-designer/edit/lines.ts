import type { Cell, Form } from '#core/form/form'

export type Span = Cell['span']
export const spans: readonly Span[] = [6, 8, 12, 16, 24]

/** Cells that stand beside each other. */
export interface Line {
  cells: Cell[]
  /** Index of the first one in the layout. */
  start: number
  /** Free columns of 24. */
  room: number
}

/** The sheet as the grid breaks it: a cell that no longer fits begins the next line, a heading always has its own. */
export function linesOf({ layout, fields }: Pick<Form, 'layout' | 'fields'>): Line[] {
  const headings = new Set(fields.filter(field => field.kind === 'divider').map(field => field.key))
  const lines: Line[] = []
  for (const [index, cell] of layout.entries()) {
    const span = headings.has(cell.field) ? 24 : cell.span
    const last = lines.at(-1)
    if (last && last.room >= span) {
      last.cells.push(cell)
      last.room -= span
    } else lines.push({ cells: [cell], start: index, room: 24 - span })
  }
  return lines
}

/** Spans of `count` cells that share a line; undefined when they are too many. */
export const sharedSpan = (count: number): Span | undefined => ({ 1: 24, 2: 12, 3: 8, 4: 6 })[count] as Span | undefined

/** Columns of 24 → the nearest width that a cell may have. */
export const nearestSpan = (columns: number): Span =>
  spans.reduce((best, span) => (Math.abs(span - columns) < Math.abs(best - columns) ? span : best))
