import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

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

function recordsOf(tables: Record<string, Row[]>, key: string): Row[] {
  const form = tables.forms!.find(row => row.form_key === key)!
  const version = tables.form_versions!.find(row => row.form === form.id && row.version === form.version)!
  const fields = Object.entries((JSON.parse(version.storage) as { fields: Record<string, { column: string }> }).fields)
  return tables[form.table_name]!.map(row => ({
    _id: row.id,
    ...Object.fromEntries(fields.map(([name, { column }]) => [name, row[column]])),
  }))
}
