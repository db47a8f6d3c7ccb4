import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise'

export type Row = Record<string, any>

/** Everything that a database file holds, read from a copy of it, so that looking changes nothing (opening alone would fold the WAL in). */
export interface Found {
  /** What SQLite says about the file; empty when it is whole. */
  broken: string[]
  tables: Record<string, Row[]>
  /** Records of a form by its key, with values by field key, `_id` the record's id. */
  records(form: string): Row[]
}

/** Of a server that does not run. `change`: what a test plants into the copy first. */
export function readFound(folder: string, change: string[] = []): Found {
  const copy = mkdtempSync(join(tmpdir(), 'formloom-found-'))
  try {
    for (const name of ['formloom.db', 'formloom.db-wal'])
      if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name))
    const db = new Sqlite(join(copy, 'formloom.db'))
    try {
      db.pragma('foreign_keys = OFF')
      for (const sql of change) if (db.prepare(sql).run().changes === 0) throw new Error(`plants nothing: ${sql}`)
      const said = (name: string): string[] => (db.pragma(name) as Row[]).map(row => JSON.stringify(row))
      const broken = [...said('integrity_check').filter(line => !line.includes('"ok"')), ...said('foreign_key_check')]
      const names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
      const tables = Object.fromEntries(names.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all() as Row[]]))
      return { broken, tables, records: form => recordsOf(tables, form) }
    } finally {
      db.close()
    }
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** How a test looks into the database of a place. */
export interface Sight {
  found(change?: string[]): Promise<Found>
  count(sql: string): Promise<number>
}

export const onSqlite = (folder: string): Sight => ({
  found: async change => readFound(folder, change),
  async count(sql) {
    const db = new Sqlite(join(folder, 'formloom.db'), { readonly: true })
    try {
      return (db.prepare(sql).get() as { n: number }).n
    } finally {
      db.close()
    }
  },
})

/** One consistent snapshot, taken while servers run. */
export const onMariadb = (url: string): Sight => ({
  found: () =>
    connected(url, async connection => {
      await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
      await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT')
      const [names] = await connection.query<RowDataPacket[]>(
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
      )
      const tables: Record<string, Row[]> = {}
      for (const { name } of names) tables[name] = (await connection.query<RowDataPacket[]>(`SELECT * FROM \`${name}\``))[0]
      await connection.query('COMMIT')
      return { broken: [], tables, records: form => recordsOf(tables, form) }
    }),
  count: sql => connected(url, async connection => Number((await connection.query<RowDataPacket[]>(sql))[0][0]!.n)),
})

/** What CHECK TABLE says about every table; empty when all are whole. */
export const checkTables = (url: string): Promise<string[]> =>
  connected(url, async connection => {
    const [names] = await connection.query<RowDataPacket[]>(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
    )
    const [said] = await connection.query<RowDataPacket[]>(`CHECK TABLE ${names.map(({ name }) => `\`${name}\``).join(', ')}`)
    return said.filter(row => row.Msg_text !== 'OK').map(row => JSON.stringify(row))
  })

async function connected<T>(url: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  const socketPath = new URL(url).searchParams.get('socketPath')!
  const connection = await createConnection({
    socketPath,
    user: 'root',
    database: new URL(url).pathname.slice(1),
    supportBigNumbers: true,
    dateStrings: true,
  })
  return work(connection).finally(() => connection.end())
}

function recordsOf(tables: Record<string, Row[]>, key: string): Row[] {
  const form = tables.forms!.find(row => row.form_key === key)!
  const version = tables.form_versions!.find(row => row.form === form.id && row.version === form.version)!
  const fields = Object.entries((JSON.parse(version.storage) as { fields: Record<string, { column: string }> }).fields)
  return tables[form.table_name]!.map(row => ({
    _id: row.id,
    ...Object.fromEntries(fields.map(([name, { column }]) => [name, row[column]])),
  }))
}
