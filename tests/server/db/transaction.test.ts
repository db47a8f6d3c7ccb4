import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { dataSourceOptions, openDatabase } from '../../../server/db/data-source.js'
import { defineTable } from '../../../server/db/define-table.js'
import { inTransaction, reader } from '../../../server/db/transaction.js'

const pause = (milliseconds: number) => new Promise(wake => setTimeout(wake, milliseconds))
let folder: string
let db: DataSource

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formloom-'))
})
afterEach(async () => {
  if (db.isInitialized) await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

async function open(isolated: boolean): Promise<void> {
  const options = dataSourceOptions({ folder })
  db = isolated ? await openDatabase(options) : await new DataSource(options).initialize()
  const runner = db.createQueryRunner()
  await defineTable(runner, 'entries', { columns: { id: 'id', n: 'int' }, primary: ['id'] })
  await runner.release()
}

/** 60 clients whose transactions overlap, a third of them fail after their insert: what was acknowledged, and what is in the table? */
async function storm(): Promise<{ acknowledged: string[]; stored: string[] }> {
  const acknowledged: string[] = []
  await Promise.all(
    Array.from({ length: 60 }, async (_, i) => {
      await pause(i * 2)
      try {
        await db.transaction(async manager => {
          await manager.query('INSERT INTO entries (id, n) VALUES (?, ?)', [`e${i}`, i])
          await pause((i % 5) * 3)
          if (i % 3 === 0) throw new Error('on purpose')
        })
        acknowledged.push(`e${i}`)
      } catch {
        // not acknowledged
      }
    }),
  )
  const stored = await db.query('SELECT id FROM entries')
  return { acknowledged: acknowledged.sort(), stored: stored.map((row: { id: string }) => row.id).sort() }
}

describe('transactions on SQLite', () => {
  it('keeps exactly the acknowledged rows when many run at once and some fail', async () => {
    await open(true)
    const { acknowledged, stored } = await storm()
    expect(acknowledged).toHaveLength(40)
    expect(stored).toEqual(acknowledged)
  })

  it('is needed: the driver as it comes loses acknowledged rows', async () => {
    await open(false)
    const { acknowledged, stored } = await storm()
    expect(stored).not.toEqual(acknowledged)
  })

  it('lets readers see committed rows only', async () => {
    await open(true)
    let seen: unknown[] = []
    await inTransaction(db, async tx => {
      await tx.run('INSERT INTO entries (id, n) VALUES (?, ?)', ['a', 1])
      seen = await reader(db).query('SELECT id FROM entries')
    })
    expect(seen).toEqual([])
    expect(await reader(db).query('SELECT id FROM entries')).toEqual([{ id: 'a' }])
  })

  it('adds up 200 parallel read-modify-writes exactly', async () => {
    await open(true)
    await db.query('INSERT INTO entries (id, n) VALUES (?, ?)', ['counter', 0])
    await Promise.all(
      Array.from({ length: 200 }, () =>
        inTransaction(db, async tx => {
          const [row] = await tx.query<{ n: number }>('SELECT n FROM entries WHERE id = ?', ['counter'])
          await tx.run('UPDATE entries SET n = ? WHERE id = ?', [row!.n + 1, 'counter'])
        }),
      ),
    )
    expect(await reader(db).query('SELECT n FROM entries')).toEqual([{ n: 200 }])
  })

  it('tells after the commit, and never after a roll-back', async () => {
    await open(true)
    const told: string[] = []
    await inTransaction(db, async tx => tx.afterCommit(() => told.push('kept')))
    await inTransaction(db, async tx => {
      tx.afterCommit(() => told.push('lost'))
      throw new Error('on purpose')
    }).catch(() => undefined)
    expect(told).toEqual(['kept'])
  })

  it('writes with full synchronisation in WAL mode', async () => {
    await open(true)
    expect(await db.query('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
    expect(await db.query('PRAGMA synchronous')).toEqual([{ synchronous: 2 }])
  })
})
