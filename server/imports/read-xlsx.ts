import { createRequire } from 'node:module'
import type { Cell, CellValue, stream } from 'exceljs'

const require = createRequire(import.meta.url)

/** Rows of the first sheet, cell by cell as text; empty rows are passed over. Streams: the file is never held as a whole. */
export async function* readXlsx(file: string): AsyncGenerator<string[]> {
  const { default: excel } = { default: require('exceljs') as { stream: typeof stream } }
  const workbook = new excel.stream.xlsx.WorkbookReader(file, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'cache',
    entries: 'ignore',
  } as never)
  for await (const sheet of workbook) {
    for await (const row of sheet) {
      const cells: string[] = []
      row.eachCell({ includeEmpty: true }, (cell: Cell, column: number) => (cells[column - 1] = textOf(cell.value)))
      if (cells.some(cell => cell !== '')) yield Array.from(cells, cell => cell ?? '')
    }
    return
  }
}

/** Dates as ISO text (they carry no zone: what the sheet shows), formulas by their result, links and rich text by their words. */
function textOf(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date)
    return value
      .toISOString()
      .replace(/T00:00:00\.000Z$/, '')
      .replace(/\.000Z$/, '')
      .replace('T', ' ')
  if (typeof value !== 'object') return String(value).trim()
  if ('richText' in value)
    return value.richText
      .map(part => part.text)
      .join('')
      .trim()
  if ('result' in value) return textOf(value.result as CellValue)
  if ('text' in value) return textOf(value.text as CellValue)
  return ''
}
