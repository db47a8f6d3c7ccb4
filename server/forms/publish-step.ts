import type { DataSource } from 'typeorm'
import type { Column } from '#core/form/kind'
import type { Dialect } from '../db/dialect.js'
import { columnsOf, hasIndex } from '../db/schema.js'
import { dialectOf } from '../db/transaction.js'

/**
 * One change of the database's structure. Small, and done again without harm: MySQL commits each by itself, a crash may come after any.
 * COPY_COLUMN is the exception: it runs in the transaction that makes the version the current one, so that no write falls between.
 */
export type PublishStep =
  | { code: 'CREATE_TABLE'; table: string; of: 'record' | 'row'; columns: { name: string; type: Column }[] }
  | { code: 'ADD_COLUMN'; table: string; column: string; type: Column }
  | { code: 'COPY_COLUMN'; table: string; column: string; from: string; scale: number }
  | { code: 'ADD_UNIQUE'; table: string; column: string; index: string }
  | { code: 'DROP_UNIQUE'; table: string; column: string; index: string }
  | { code: 'ADD_INDEX'; table: string; columns: string[]; index: string }

/** What every record has, whatever its form. */
const recordColumns: [string, keyof Dialect['types'], 'null'?][] = [
  ['id', 'id'],
  ['rev', 'int'],
  ['version', 'int'],
  ['created_at', 'time'],
  ['created_by', 'id', 'null'],
  ['updated_at', 'time'],
  ['updated_by', 'id', 'null'],
  ['owner_id', 'id', 'null'],
  ['department_id', 'id', 'null'],
  ['source', 'id'],
  ['link_id', 'id', 'null'],
  ['state', 'id'],
  ['title', 'text'],
  ['search', 'text'],
]
const rowColumns: typeof recordColumns = [
  ['id', 'id'],
  ['record_id', 'id'],
  ['position', 'int'],
]

/** Lists are read newest first, by owner, and by department. */
export const listIndexes = (table: string, tag: string): PublishStep[] => [
  { code: 'ADD_INDEX', table, columns: ['created_at', 'id'], index: `ix_${tag}_created` },
  { code: 'ADD_INDEX', table, columns: ['owner_id', 'created_at'], index: `ix_${tag}_owner` },
  { code: 'ADD_INDEX', table, columns: ['department_id', 'created_at'], index: `ix_${tag}_department` },
]

/** The statement, as the operator reads it in the plan and as it runs. */
export function stepSql(dialect: Dialect, step: PublishStep): string {
  const q = dialect.quote
  switch (step.code) {
    case 'CREATE_TABLE': {
      const own = (step.of === 'record' ? recordColumns : rowColumns).map(
        ([name, type, empty]) => `${q(name)} ${dialect.types[type]}${empty ? '' : ' NOT NULL'}`,
      )
      const lines = [
        ...own,
        ...step.columns.map(({ name, type }) => `${q(name)} ${dialect.columnType(type)}`),
        `PRIMARY KEY (${q('id')})`,
      ]
      return `CREATE TABLE IF NOT EXISTS ${q(step.table)} (${lines.join(', ')})${dialect.tableTail}`
    }
    case 'ADD_COLUMN':
      return `ALTER TABLE ${q(step.table)} ADD COLUMN ${q(step.column)} ${dialect.columnType(step.type)}`
    case 'COPY_COLUMN': {
      const from = step.scale > 0 && dialect.name === 'sqlite' ? `${q(step.from)} * ${10 ** step.scale}` : q(step.from)
      return `UPDATE ${q(step.table)} SET ${q(step.column)} = ${from}`
    }
    case 'ADD_UNIQUE':
      return `CREATE UNIQUE INDEX ${q(step.index)} ON ${q(step.table)} (${q(step.column)})`
    case 'DROP_UNIQUE':
      return dialect.name === 'sqlite' ? `DROP INDEX ${q(step.index)}` : `DROP INDEX ${q(step.index)} ON ${q(step.table)}`
    case 'ADD_INDEX':
      return `CREATE INDEX ${q(step.index)} ON ${q(step.table)} (${step.columns.map(q).join(', ')})`
  }
}

/**
 * Brings the step about; nothing happens when it has been done already, also when another server does it at this very moment. Throws the
 * driver's error (a unique index over doubles).
 */
export async function runStep(db: DataSource, step: PublishStep): Promise<void> {
  const sql = stepSql(dialectOf(db), step)
  if (step.code === 'CREATE_TABLE' || step.code === 'COPY_COLUMN') return db.query(sql)
  if (await isDone(db, step)) return
  try {
    await db.query(sql)
  } catch (error) {
    if (!(await isDone(db, step))) throw error
  }
}

async function isDone(db: DataSource, step: Exclude<PublishStep, { code: 'CREATE_TABLE' | 'COPY_COLUMN' }>): Promise<boolean> {
  if (step.code === 'ADD_COLUMN') return (await columnsOf(db, step.table)).has(step.column)
  return (await hasIndex(db, step.table, step.index)) === (step.code !== 'DROP_UNIQUE')
}
