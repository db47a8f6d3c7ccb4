// A million waiting instances in seconds: the rows of one real instance, written again under other ids by SQL.
const TABLES = {
  instances: 'id',
  scopes: 'instance_id',
  tokens: 'instance_id',
  tasks: 'instance_id',
  activity_log: 'instance_id',
}

/** Ids are 26 digits, so that they stand before all real ones. */
export function multiply(sql, instance, times) {
  const synchronous = sql.pragma('synchronous', { simple: true })
  sql.pragma('synchronous = OFF')
  for (const [table, key] of Object.entries(TABLES)) {
    for (const row of sql.prepare(`SELECT * FROM ${table} WHERE ${key} = ?`).all(instance)) {
      const names = Object.keys(row)
      const ofInstance = value => typeof value === 'string' && value.includes(instance)
      const values = names.map(name => (ofInstance(row[name]) ? `replace(@${name}, '${instance}', id)` : `@${name}`))
      sql
        .prepare(
          `WITH RECURSIVE n (i, id) AS (SELECT 0, printf('%026d', 0) UNION ALL SELECT i + 1, printf('%026d', i + 1) FROM n WHERE i < ${times - 1})
           INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM n`,
        )
        .run(row)
    }
  }
  sql.pragma('wal_checkpoint(TRUNCATE)')
  sql.pragma(`synchronous = ${synchronous}`)
}
