import type { DataSource } from 'typeorm'
import { newId } from './id.js'
import { mariadb } from './dialect.js'
import { poolsOf } from './mariadb-pools.js'
import { inTransaction, reader } from './transaction.js'

/** Milliseconds: after so long without a sign of life the next one begins. */
const LEASE = 30_000
const name = 'migrations'

/**
 * Several servers that start at the same time on one new database: one after the other does `work`, which finds done what the earlier ones did. A row
 * says whose turn it is (no GET_LOCK: Galera and TiDB have none that holds). On SQLite, which one server uses, it just runs.
 */
export async function inTurn(db: DataSource, work: () => Promise<unknown>): Promise<void> {
  if (!poolsOf(db)) return void (await work())
  await db.query(
    `CREATE TABLE IF NOT EXISTS start_turns (name ${mariadb.types.id} NOT NULL, holder ${mariadb.types.id} NOT NULL, until ${mariadb.types.time} NOT NULL, PRIMARY KEY (name))${mariadb.tableTail}`,
  )
  const holder = newId()
  while (!(await take(db, holder))) await new Promise(wake => setTimeout(wake, 100 + Math.random() * 200))
  const sign = setInterval(() => void renew(db, holder).catch(() => undefined), LEASE / 3)
  try {
    await work()
  } finally {
    clearInterval(sign)
    await inTransaction(db, tx => tx.run('DELETE FROM start_turns WHERE name = ? AND holder = ?', [name, holder]))
  }
}

async function take(db: DataSource, holder: string): Promise<boolean> {
  const [row] = await reader(db).query<{ until: string }>('SELECT until FROM start_turns WHERE name = ?', [name])
  if (row && row.until > new Date().toISOString()) return false
  try {
    return await inTransaction(db, async tx => {
      if (row) await tx.run('DELETE FROM start_turns WHERE name = ? AND until = ?', [name, row.until])
      await tx.run('INSERT INTO start_turns (name, holder, until) VALUES (?, ?, ?)', [name, holder, leaseEnd()])
      return true
    })
  } catch (error) {
    // somebody else was faster
    if (mariadb.brokenUnique(error) === undefined) throw error
    return false
  }
}

const renew = (db: DataSource, holder: string): Promise<number> =>
  inTransaction(db, tx => tx.run('UPDATE start_turns SET until = ? WHERE name = ? AND holder = ?', [leaseEnd(), name, holder]))

const leaseEnd = (): string => new Date(Date.now() + LEASE).toISOString()
