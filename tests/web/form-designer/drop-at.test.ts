import { dropAt, type Dragged, type DrawnCell } from '@/form-designer/canvas/drop-at'

const sheet = { left: 0, top: 0, width: 640, height: 300 }
const cell = (path: string, line: number, left: number, top: number, width = 308, height = 56): DrawnCell => ({
  path,
  line,
  left,
  top,
  width,
  height,
  alone: false,
})
/** a | b over c, then a table with two columns. */
const cells: DrawnCell[] = [
  cell('a', 0, 0, 0),
  cell('b', 0, 332, 0),
  cell('c', 1, 0, 80, 640),
  {
    ...cell('items', 2, 0, 160, 640, 120),
    table: { left: 0, top: 186, width: 640, height: 94 },
    columns: [
      { path: 'items.x', left: 40, top: 186, width: 200, height: 94 },
      { path: 'items.y', left: 240, top: 186, width: 360, height: 94 },
    ],
  },
]
const text: Dragged = { wide: false, fitsRows: true }

test.each<[string, number, number, Dragged, object | undefined]>([
  ['the upper half of a line', 150, 10, text, { at: 'before', path: 'a' }],
  ['the lower half of a line', 150, 50, text, { at: 'after', path: 'a' }],
  ['the left edge of a field', 340, 20, text, { at: 'left', path: 'b' }],
  ['the right edge of a field', 630, 100, text, { at: 'right', path: 'c' }],
  ['an edge, with a heading', 340, 20, { wide: true, fitsRows: false }, { at: 'before', path: 'a' }],
  ['the gap between two lines', 300, 66, text, { at: 'after', path: 'a' }],
  ['below everything', 300, 900, text, { at: 'after', path: 'items' }],
  ['a column', 100, 220, text, { at: 'left', path: 'items.x' }],
  ['the far half of a column', 500, 220, text, { at: 'right', path: 'items.y' }],
  ['a table, with what rows cannot hold', 100, 260, { wide: false, fitsRows: false }, { at: 'after', path: 'items' }],
  ['itself', 300, 100, { ...text, path: 'c' }, undefined],
])('let go over %s', (_name, x, y, dragged, place) => expect(dropAt(cells, sheet, x, y, dragged)?.place).toEqual(place))

test('an empty sheet takes what comes', () => expect(dropAt([], sheet, 1, 1, text)?.place).toEqual({ at: 'end' }))

test('the line stands in the gap: across the sheet, or upright beside a field', () => {
  expect(dropAt(cells, sheet, 150, 50, text)!.mark).toEqual({ left: 0, top: 68, width: 640, height: 0, upright: false })
  expect(dropAt(cells, sheet, 340, 20, text)!.mark).toEqual({ left: 320, top: 0, width: 0, height: 56, upright: true })
})
