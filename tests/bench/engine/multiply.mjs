// A million waiting instances in seconds: the rows of one real instance, written again under other ids by SQL.
const TABLES = {
  instances: 'id',
  scopes: 'instance_id',
  tokens: 'instance_id',
  tasks: 'instance_id',
  activity_log: 'instance_id',
  command_log: 'instance_id',
}

/** Ids are 26 digits, counted from `first`, so that they stand before all real ones. */
export function multiply(sql, instance, times, first = 0) {
  const synchronous = sql.pragma('synchronous', { simple: true })
  sql.pragma('synchronous = OFF')
  const last = first + times - 1
  const counted = `WITH RECURSIVE n (i, other) AS (SELECT ${first}, printf('%026d', ${first}) UNION ALL SELECT i + 1, printf('%026d', i + 1) FROM n WHERE i < ${last})`
  for (const [table, key] of Object.entries(TABLES)) {
    const all = sql.prepare(`SELECT * FROM ${table} WHERE ${key} = ?`).all(instance)
    sql.exec('BEGIN')
    for (const row of all) {
      const names = Object.keys(row)
      const ofInstance = value => typeof value === 'string' && value.includes(instance)
      const values = names.map(name => (ofInstance(row[name]) ? `replace(@${name}, '${instance}', other)` : `@${name}`))
      sql.prepare(`${counted} INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM n`).run(row)
    }
    sql.exec('COMMIT')
  }
  sql.pragma('wal_checkpoint(TRUNCATE)')
  sql.pragma(`synchronous = ${synchronous}`)
}

export const numbered = n => String(n).padStart(26, '0')
