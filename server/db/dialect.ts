import type { Column } from '#core/form/kind'

/** What differs between the two databases, and nothing else. Everything above writes one SQL with `?` placeholders. */
export interface Dialect {
  name: 'sqlite' | 'mariadb'
  quote(name: string): string
  /** SQL type of a form's column. Text compares by code point on both, so that uniqueness and sorting agree. */
  columnType(column: Column): string
  /** Canonical value (form.ts) → bound parameter. */
  bind(column: Column, value: unknown): unknown
  /** What the driver returns → canonical value; null stays null. */
  read(column: Column, stored: unknown): unknown
  /** Types of the product's own tables. */
  types: { id: string; text: string; name: string; long: string; int: string; big: string; time: string; flag: string }
  /** Ends CREATE TABLE of a form's table. */
  tableTail: string
  /** `INSERT …` that does nothing when the row is there. */
  insertIgnore: string
  /** Ends a SELECT of rows that must not change before this transaction ends. SQLite's one writer has that anyway. */
  shareLock: string
  /** Behind a table's name: read it by this index, where the planner would take a key that finds too much. */
  byIndex(name: string): string
  /** Condition: the JSON list in a column has the bound text among its items. */
  listHas(column: string): string
  /** How many items the JSON list in a column has. */
  listLength(column: string): string
  /** A canonical operand to compare a column with, exactly: its placeholder and what is bound to it. */
  operand(column: Column, value: string): { sql: string; bound: unknown }
  /** The unique index that refused a write, by name, or undefined for another error. */
  brokenUnique(error: unknown): string | undefined
  /** Deadlock, lock wait, write conflict: the same transaction may succeed when tried again. */
  transient(error: unknown): boolean
}

const identifier = /^[a-z_][a-z0-9_]{0,62}$/

/** Names are made by us; this holds the door when somebody forgets. */
function legal(name: string): string {
  if (!identifier.test(name)) throw new Error(`not a legal database name: ${JSON.stringify(name)}`)
  return name
}

const codeOf = (error: unknown): { code?: string; errno?: number; message: string } => {
  const cause = (error as { driverError?: unknown }).driverError ?? error
  return cause as { code?: string; errno?: number; message: string }
}

export const sqlite: Dialect = {
  name: 'sqlite',
  quote: name => `"${legal(name)}"`,
  columnType: column => (column.type === 'decimal' ? 'INTEGER' : 'TEXT'),
  bind(column, value) {
    if (value === undefined || value === null) return null
    if (column.type === 'json') return JSON.stringify(value)
    // exact: SQLite has no decimals, so they rest as whole numbers of the smallest unit (at most 15 digits: safe in a double)
    if (column.type === 'decimal') return scaled(String(value), column.size ?? 0)
    return value
  },
  read(column, stored) {
    if (stored === null || stored === undefined) return null
    if (column.type === 'json') return JSON.parse(stored as string)
    if (column.type === 'decimal') return unscaled(stored as number, column.size ?? 0)
    return stored
  },
  types: { id: 'TEXT', text: 'TEXT', name: 'TEXT', long: 'TEXT', int: 'INTEGER', big: 'INTEGER', time: 'TEXT', flag: 'INTEGER' },
  tableTail: '',
  insertIgnore: 'INSERT OR IGNORE',
  shareLock: '',
  byIndex: name => ` INDEXED BY ${legal(name)}`,
  listHas: column => `EXISTS (SELECT 1 FROM json_each(${column}) WHERE json_each.value = ?)`,
  listLength: column => `json_array_length(${column})`,
  operand: (column, value) => ({ sql: '?', bound: column.type === 'decimal' ? shifted(value, column.size ?? 0) : value }),
  brokenUnique(error) {
    const { code, message } = codeOf(error)
    if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return undefined
    return /failed: (?:index ')?([^']+?)'?$/.exec(message)?.[1] ?? message
  },
  transient: error => /^SQLITE_BUSY/.test(codeOf(error).code ?? ''),
}

export const mariadb: Dialect = {
  name: 'mariadb',
  quote: name => `\`${legal(name)}\``,
  columnType(column) {
    switch (column.type) {
      case 'varchar':
        return `VARCHAR(${column.size ?? 200}) COLLATE utf8mb4_bin`
      case 'text':
        return 'TEXT COLLATE utf8mb4_bin'
      case 'longtext':
      case 'json':
        return 'LONGTEXT COLLATE utf8mb4_bin'
      case 'decimal':
        return `DECIMAL(20,${column.size ?? 0})`
      case 'date':
        return 'DATE'
      case 'datetime':
        return 'DATETIME(3)'
    }
  },
  bind(column, value) {
    if (value === undefined || value === null) return null
    if (column.type === 'json') return JSON.stringify(value)
    if (column.type === 'datetime') return String(value).replace('T', ' ').replace('Z', '')
    return value
  },
  read(column, stored) {
    if (stored === null || stored === undefined) return null
    if (column.type === 'json') return JSON.parse(stored as string)
    if (column.type === 'datetime') return `${String(stored).replace(' ', 'T')}Z`
    return String(stored)
  },
  types: {
    id: 'VARCHAR(64) COLLATE utf8mb4_bin',
    text: 'TEXT COLLATE utf8mb4_bin',
    name: 'VARCHAR(200) COLLATE utf8mb4_bin',
    long: 'LONGTEXT COLLATE utf8mb4_bin',
    int: 'INT',
    big: 'BIGINT',
    time: 'CHAR(24) CHARACTER SET ascii COLLATE ascii_bin',
    flag: 'TINYINT',
  },
  tableTail: ' ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin',
  insertIgnore: 'INSERT IGNORE',
  shareLock: ' LOCK IN SHARE MODE',
  byIndex: name => ` FORCE INDEX (${legal(name)})`,
  listHas: column => `JSON_CONTAINS(${column}, JSON_QUOTE(?))`,
  listLength: column => `JSON_LENGTH(${column})`,
  // without the cast both sides would become floats, and no index would serve
  operand: (column, value) =>
    column.type === 'decimal'
      ? { sql: 'CAST(? AS DECIMAL(30,6))', bound: value }
      : { sql: '?', bound: mariadb.bind(column, value) },
  brokenUnique(error) {
    const { errno, message } = codeOf(error)
    return errno === 1062 ? (/for key '(?:[^'.]+\.)?([^']+)'/.exec(message)?.[1] ?? message) : undefined
  },
  transient: error => passing.has(codeOf(error).errno ?? 0),
}

/** The server has rolled back, and the same transaction may succeed at the next try. */
const passing = new Set([
  1213, // deadlock; Galera: another node was faster
  1205, // lock wait timeout
  1020, // MariaDB: record has changed since last read
  1047, // Galera: this node is not ready
  1158, // Galera: this node was cut off
  1180, // Galera: certification failed during commit
  8002, // TiDB: may be tried again
  8022, // TiDB: may be tried again
  9007, // TiDB: write conflict
])

/** "12.5" with 2 digits → 1250. The value has been checked to fit (core/form/fields/decimal). */
function scaled(decimal: string, digits: number): number {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return Number(whole + fraction.padEnd(digits, '0').slice(0, digits))
}

/** "12.345" with 2 digits → 1234.5: an operand may have more digits than the column. */
function shifted(decimal: string, digits: number): number {
  const [whole = '0', fraction = ''] = decimal.split('.')
  return Number(`${whole}${fraction.padEnd(digits, '0').slice(0, digits)}.${fraction.slice(digits) || '0'}`)
}

/** 1250 with 2 digits → "12.50". */
function unscaled(stored: number, digits: number): string {
  if (digits === 0) return String(stored)
  const text = String(Math.abs(stored)).padStart(digits + 1, '0')
  return `${stored < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
