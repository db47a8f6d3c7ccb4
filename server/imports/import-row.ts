import type { Reader, Tx } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { UserPrincipal } from '../people/principal.js'
import type { ImportMapping, ImportState } from './imports.api.js'

/** An import as it rests; its rows lie in a file beside the data, one JSON array a line. */
export interface ImportRow {
  id: string
  form: string
  file: string
  state: ImportState
  columns: string[]
  options: ImportMapping
  total: number
  processed: number
  good: number
  bad: number
  skipped: number
  problem: string | null
  createdBy: string
  createdAt: string
}

type Stored = Omit<ImportRow, 'form' | 'columns' | 'options' | 'createdBy' | 'createdAt'> & {
  form_id: string
  columns: string
  options: string
  created_by: string
  created_at: string
}

const read = (row: Stored): ImportRow => ({
  id: row.id,
  form: row.form_id,
  file: row.file,
  state: row.state,
  columns: JSON.parse(row.columns) as string[],
  options: JSON.parse(row.options) as ImportMapping,
  total: Number(row.total),
  processed: Number(row.processed),
  good: Number(row.good),
  bad: Number(row.bad),
  skipped: Number(row.skipped),
  problem: row.problem,
  createdBy: row.created_by,
  createdAt: row.created_at,
})

/** The import of this person, or of anybody for an administrator; 404 NO_SUCH_IMPORT. */
export async function importOf(reader: Reader, who: UserPrincipal, id: string): Promise<ImportRow> {
  const found = await importById(reader, id)
  return found && (who.admin || found.createdBy === who.id) ? found : refuse(404, 'NO_SUCH_IMPORT')
}

export async function importById(reader: Reader, id: string): Promise<ImportRow | undefined> {
  const [row] = await reader.query<Stored>('SELECT * FROM imports WHERE id = ?', [id])
  return row && read(row)
}

export async function importsInState(reader: Reader, states: ImportState[]): Promise<ImportRow[]> {
  const rows = await reader.query<Stored>(`SELECT * FROM imports WHERE state IN (${states.map(() => '?').join(', ')})`, states)
  return rows.map(read)
}

export async function insertImport(tx: Tx, row: ImportRow): Promise<void> {
  await tx.run(
    `INSERT INTO imports (id, form_id, file, state, columns, mapping, options, total, processed, good, bad, skipped, problem, created_by, created_at)
     VALUES (?, ?, ?, ?, ?, '', ?, ?, 0, 0, 0, 0, NULL, ?, ?)`,
    [
      row.id,
      row.form,
      row.file,
      row.state,
      JSON.stringify(row.columns),
      JSON.stringify(row.options),
      row.total,
      row.createdBy,
      row.createdAt,
    ],
  )
}

/** Goes from one of the states `from` to `to`; false when it was in none of them (somebody was faster, or it ended). */
export async function moveImport(
  tx: Tx,
  id: string,
  from: ImportState[],
  to: ImportState,
  options?: ImportMapping,
): Promise<boolean> {
  const set = options ? ', options = ?' : ''
  const given = options ? [JSON.stringify(options)] : []
  const marks = from.map(() => '?').join(', ')
  return (
    (await tx.run(`UPDATE imports SET state = ?${set} WHERE id = ? AND state IN (${marks})`, [to, ...given, id, ...from])) > 0
  )
}

export interface Progress {
  processed: number
  good: number
  bad: number
  skipped: number
}

/** Keeps how far a pass has come; false when the import is no longer in `state` (cancelled). */
export async function keepProgress(
  tx: Tx,
  id: string,
  state: ImportState,
  { processed, good, bad, skipped }: Progress,
): Promise<boolean> {
  const sql = 'UPDATE imports SET processed = ?, good = ?, bad = ?, skipped = ? WHERE id = ? AND state = ?'
  return (await tx.run(sql, [processed, good, bad, skipped, id, state])) > 0
}
