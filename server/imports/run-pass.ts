import type { Form } from '#core/form/form'
import { problem, type Problem } from '#core/problem'
import type { DataSource } from 'typeorm'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import { planSubmission, submitRecord, type IntakeDeps, type Submission } from '../intake/submit-record.js'
import type { Principal } from '../people/principal.js'
import { keepProgress, type ImportRow, type Progress } from './import-row.js'
import type { ImportError } from './imports.api.js'
import { nameIndex, rawOfRow, type NameIndex } from './raw-of-row.js'
import { addErrors, dropErrors, tableRows, type TableFiles } from './table-files.js'

export interface PassDeps {
  db: DataSource
  intake: IntakeDeps
  files: TableFiles
  who: Principal
  now: () => Date
  /** Told after each stretch of rows. */
  tell: () => void
}

/** Rows after which the progress is kept and told. */
const stretch = 50

type RowResult = { state: 'good' } | { state: 'skipped' } | { state: 'bad'; problems: Problem[] }

/**
 * Walks the rows once: `check` judges them and writes nothing, `run` writes each through the one door (submitRecord), in a transaction of its own
 * that also notes the row, so that a run that was cut off goes on where it was and doubles nothing. Ends early when the import was cancelled.
 */
export async function runPass(deps: PassDeps, row: ImportRow, kind: 'check' | 'run'): Promise<'finished' | 'cancelled'> {
  const form = await publishedForm(reader(deps.db), row.form)
  const names = await nameIndex(reader(deps.db))
  const state = kind === 'check' ? 'checking' : 'running'
  const done: Progress = { processed: row.processed, good: row.good, bad: row.bad, skipped: row.skipped }
  await dropErrors(deps.files, done.processed)
  const seen = new Map<string, number>()
  let errors: ImportError[] = []
  const keep = async (): Promise<boolean> => {
    await addErrors(deps.files, errors)
    errors = []
    const kept = await inTransaction(deps.db, tx => keepProgress(tx, row.id, state, done))
    deps.tell()
    return kept
  }
  for await (const { number, cells } of tableRows(deps.files, done.processed)) {
    const result = form ? await oneRow(deps, row, kind, form.form, names, seen, number, cells) : gone
    done[result.state]++
    done.processed = number
    if (result.state === 'bad') errors.push({ row: number + 1, cells, problems: result.problems })
    if (number % stretch === 0 && !(await keep())) return 'cancelled'
  }
  return (await keep()) ? 'finished' : 'cancelled'
}

const gone: RowResult = { state: 'bad', problems: [problem('NO_SUCH_FORM')] }

async function oneRow(
  deps: PassDeps,
  row: ImportRow,
  kind: 'check' | 'run',
  form: Form,
  names: NameIndex,
  seen: Map<string, number>,
  number: number,
  cells: string[],
): Promise<RowResult> {
  const raw = rawOfRow(form, row.options.mapping, cells, names)
  const submission: Submission = {
    form: row.form,
    raw,
    who: deps.who,
    through: { source: 'import', name: row.file },
    at: deps.now().toISOString(),
  }
  const intake = row.options.processes ? deps.intake : { ...deps.intake, starter: undefined }
  if (kind === 'run') {
    if (await isIn(deps.db, row.id, number)) return { state: 'good' }
    return judged(
      row,
      await submitRecord(intake, { ...submission, within: async (tx, write) => note(tx, row.id, number, (await write()).id) }),
    )
  }
  const planned = await planSubmission(intake, submission)
  if ('problems' in planned) return judged(row, planned)
  const twins = earlierRows(form, planned.record.values, seen, number)
  return judged(row, twins.length > 0 ? { problems: twins } : planned)
}

function judged(row: ImportRow, result: { problems: Problem[] } | object): RowResult {
  if (!('problems' in result)) return { state: 'good' }
  const twin = result.problems.every(p => p.code === 'NOT_UNIQUE')
  return twin && row.options.duplicates === 'skip' ? { state: 'skipped' } : { state: 'bad', problems: result.problems }
}

/** Two rows of one file with the same unique value: the dry run knows without the database. */
function earlierRows(form: Form, values: Record<string, unknown>, seen: Map<string, number>, number: number): Problem[] {
  const problems: Problem[] = []
  for (const field of form.fields) {
    if (!field.unique || values[field.key] === undefined) continue
    const key = `${field.key} ${JSON.stringify(values[field.key])}`
    const earlier = seen.get(key)
    if (earlier === undefined) seen.set(key, number)
    else problems.push(problem('NOT_UNIQUE', field.key, { row: earlier + 1 }))
  }
  return problems
}

async function isIn(db: DataSource, id: string, number: number): Promise<boolean> {
  const rows = await reader(db).query('SELECT 1 AS there FROM import_rows WHERE import_id = ? AND position = ?', [id, number])
  return rows.length > 0
}

async function note(tx: Tx, id: string, number: number, record: string): Promise<void> {
  await tx.run('INSERT INTO import_rows (import_id, position, record_id) VALUES (?, ?, ?)', [id, number, record])
}
