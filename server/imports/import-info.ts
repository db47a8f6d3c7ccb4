import type { Problem } from '#core/problem'
import { importById, type ImportRow } from './import-row.js'
import type { ImportInfo } from './imports.api.js'
import type { Reader } from '../db/transaction.js'
import { firstRows, readErrors, type TableFiles } from './table-files.js'

/** An import as its owner sees it. */
export async function importInfo(reader: Reader, files: TableFiles, id: string): Promise<ImportInfo> {
  const row = (await importById(reader, id)) as ImportRow
  const samples = await firstRows(files, 3)
  return {
    id: row.id,
    form: row.form,
    file: row.file,
    state: row.state,
    columns: row.columns.map((name, index) => ({ name, samples: samples.map(cells => cells[index] ?? '') })),
    ...row.options,
    total: row.total,
    processed: row.processed,
    good: row.good,
    bad: row.bad,
    skipped: row.skipped,
    errors: await readErrors(files, 100),
    problem: row.problem ? (JSON.parse(row.problem) as Problem) : null,
  }
}
