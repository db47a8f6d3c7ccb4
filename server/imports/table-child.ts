import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { problem, type Problem } from '#core/problem'
import { answer } from '../quarantine/answer.js'
import { inflatedSize } from './inflated-size.js'
import { limits } from './limits.js'

/**
 * Reads an uploaded table in a process of its own (an upload is hostile input) and writes its rows as one JSON array a line.
 * In: JSON of { file, out, type }; out: JSON of { columns, total } or { problem }.
 */
answer(async message => {
  const { file, out, type } = JSON.parse(message) as { file: string; out: string; type: 'csv' | 'xlsx' }
  try {
    return JSON.stringify(await copyRows(file, out, type))
  } catch {
    return JSON.stringify({ problem: problem('TABLE_UNREADABLE') })
  }
})

async function copyRows(
  file: string,
  out: string,
  type: 'csv' | 'xlsx',
): Promise<{ columns: string[]; total: number } | { problem: Problem }> {
  if (type === 'xlsx') {
    const size = await inflatedSize(file)
    if (!size) return { problem: problem('TABLE_UNREADABLE') }
    if (size.entries > limits.entries || size.bytes > limits.inflated) return { problem: problem('TABLE_TOO_LARGE') }
  }
  const rows = type === 'xlsx' ? (await import('./read-xlsx.js')).readXlsx(file) : (await import('./read-csv.js')).readCsv(file)
  const lines = createWriteStream(out)
  let columns: string[] | undefined
  let total = 0
  for await (const row of rows) {
    if (row.length > limits.columns) return { problem: problem('TOO_MANY_COLUMNS', undefined, { max: limits.columns }) }
    if (!columns) {
      columns = row.map(name => name.trim())
      continue
    }
    if (row.every(cell => cell.trim() === '')) continue
    if (++total > limits.rows) return { problem: problem('TOO_MANY_ROWS', undefined, { max: limits.rows }) }
    const cells = columns.map((_, index) => (row[index] ?? '').trim().slice(0, limits.cell))
    if (!lines.write(`${JSON.stringify(cells)}\n`)) await once(lines, 'drain')
  }
  lines.end()
  await once(lines, 'finish')
  if (!columns || total === 0) return { problem: problem('TABLE_EMPTY') }
  return { columns, total }
}
