import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const file = join(__dirname, 'totals.json')

/** The running total of this repository, by kind of fault; asked for by FAULT_RECORD=1 only. */
export function addTotals(kind: string, more: Record<string, number>): void {
  if (process.env.FAULT_RECORD !== '1') return
  const all = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Record<string, number>>
  const { runs = 0, ...so } = all[kind] ?? {}
  const sums = Object.entries(more).map(([name, count]) => [name, (so[name] ?? 0) + count])
  all[kind] = { runs: runs + 1, ...Object.fromEntries(sums) }
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
}
