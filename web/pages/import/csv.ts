/** Excel takes a file for UTF-8 only with this mark. */
const mark = '\uFEFF'

/**
 * A cell that a spreadsheet would take for a formula is told to be text; plain numbers and telephone numbers, which also begin with a sign,
 * stay as they are.
 */
export function neutral(cell: string): string {
  if (!/^[=+\-@\t\r]/.test(cell)) return cell
  return /^[+-]?[\d\s().,-]*\d[\d\s().,-]*%?$/.test(cell) ? cell : `'${cell}`
}

const quoted = (cell: string): string => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Rows → the text of a .csv that every spreadsheet opens, and that runs nothing. */
export const csvOf = (rows: string[][]): string =>
  mark + rows.map(row => row.map(cell => quoted(neutral(cell))).join(',')).join('\r\n') + '\r\n'

/** Gives a text to keep as a file. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
