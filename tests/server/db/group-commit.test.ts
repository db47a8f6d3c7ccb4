import Database from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataSource } from 'typeorm'
import { dataSourceOptions } from '../../../server/db/data-source.js'
import { isolateTransactions } from '../../../server/db/sqlite-isolation.js'
import { inTransaction, reader, type Tx } from '../../../server/db/transaction.js'

let folder: string
let db: DataSource
/** Looks at the file from outside, as another process does: committed rows only. */
let outside: Database.Database

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'formloom-'))
  // no end to a group but its size: a busy machine makes no difference
  await open({ longest: Infinity })
  await db.query('CREATE TABLE entries (id TEXT PRIMARY KEY, n INTEGER)')
  outside = new Database(join(folder, 'formloom.db'))
})
afterEach(async () => {
  outside.close()
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

async function open(limits: { patience?: number; longest?: number }): Promise<void> {
  db = new DataSource(dataSourceOptions({ folder }))
  isolateTransactions(db, limits)
  await db.initialize()
}

const write = (id: string, n = 0) => inTransaction(db, tx => insert(tx, id, n))
const insert = (tx: Tx, id: string, n = 0) => tx.run('INSERT INTO entries (id, n) VALUES (?, ?)', [id, n])
const committed = (): string[] =>
  (outside.prepare('SELECT id FROM entries ORDER BY id').all() as { id: string }[]).map(row => row.id)
const outcomes = async (work: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(work)).map(each => (each.status === 'rejected' ? String(each.reason.message) : 'kept'))

describe('units that wait at the same time', () => {
  it('share one commit', async () => {
    const seen: number[] = []
    await Promise.all(
      Array.from({ length: 32 }, (_, i) =>
        inTransaction(db, async tx => {
          tx.afterCommit(() => seen.push(committed().length))
          await insert(tx, `e${i}`)
        }),
      ),
    )
    expect(seen).toEqual(Array.from({ length: 32 }, () => 32))
  })

  it('are acknowledged after the common commit, none before', async () => {
    const acknowledged: string[] = []
    const during: unknown[] = []
    const units = ['a', 'b', 'c'].map(id =>
      inTransaction(db, async tx => {
        await insert(tx, id)
        await new Promise(done => setTimeout(done))
        during.push([id, [...acknowledged], committed()])
      }).then(() => acknowledged.push(id)),
    )
    await Promise.all(units)
    expect(during).toEqual([
      ['a', [], []],
      ['b', [], []],
      ['c', [], []],
    ])
    expect([acknowledged, committed()]).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ])
  })

  it('see what the earlier ones of their group wrote, others do not', async () => {
    const seen: unknown[] = []
    await Promise.all([
      write('a', 1),
      inTransaction(db, async tx => {
        const [row] = await tx.query<{ n: number }>('SELECT n FROM entries WHERE id = ?', ['a'])
        seen.push(row, await reader(db).query('SELECT n FROM entries'))
        await tx.run('UPDATE entries SET n = ? WHERE id = ?', [row!.n + 1, 'a'])
      }),
      inTransaction(db, tx => tx.run('UPDATE entries SET n = n + 1 WHERE id = ?', ['a'])),
    ])
    expect(seen).toEqual([{ n: 1 }, []])
    expect(await reader(db).query('SELECT n FROM entries')).toEqual([{ n: 3 }])
  })

  it.each([
    ['first', 0],
    ['in the middle', 1],
    ['last', 2],
  ])('lose only the one that fails, %s', async (_, failing) => {
    const told: string[] = []
    const unit = (id: string, i: number) =>
      inTransaction(db, async tx => {
        tx.afterCommit(() => told.push(id))
        await insert(tx, id)
        if (i === failing) throw new Error('on purpose')
      })
    const ids = ['a', 'b', 'c']
    expect(await outcomes(ids.map(unit))).toEqual(ids.map((_, i) => (i === failing ? 'on purpose' : 'kept')))
    const kept = ids.filter((_, i) => i !== failing)
    expect([told, committed()]).toEqual([kept, kept])
  })

  it('lose only the one whose statement the database refuses', async () => {
    const [first, second, third] = await outcomes([
      write('a'),
      inTransaction(db, async tx => {
        await insert(tx, 'b')
        await insert(tx, 'a')
      }),
      write('c'),
    ])
    expect([first, third]).toEqual(['kept', 'kept'])
    expect(second).toContain('UNIQUE constraint failed')
    expect(committed()).toEqual(['a', 'c'])
  })

  it('hear of a failure after the commit as well: it may come from rows that were not certain yet', async () => {
    const heard: unknown[] = []
    const failing = () => write('a').catch(() => heard.push(committed()))
    await Promise.all([write('a'), failing(), write('z')])
    expect(heard).toEqual([['a', 'z']])
  })

  it('have all failed when the common commit fails', async () => {
    await db.query('CREATE TABLE parts (entry TEXT REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED)')
    const told: string[] = []
    const orphan = (tx: Tx) => tx.run('INSERT INTO parts (entry) VALUES (?)', ['nobody'])
    const heard = await outcomes([
      inTransaction(db, async tx => {
        tx.afterCommit(() => told.push('a'))
        await insert(tx, 'a')
      }),
      inTransaction(db, orphan),
      inTransaction(db, () => Promise.reject(new Error('on purpose'))),
    ])
    expect(heard).toEqual(Array.from({ length: 3 }, () => 'FOREIGN KEY constraint failed'))
    expect([told, committed()]).toEqual([[], []])
    await write('next')
    expect(committed()).toEqual(['next'])
  })

  it('are refused when they wait for each other, and the next ones go on', async () => {
    await db.destroy()
    await open({ patience: 50 })
    const outer = inTransaction(db, async tx => {
      await insert(tx, 'outer')
      await write('inner')
    })
    await expect(outer).rejects.toThrow('no turn to write within 50 ms')
    await write('next')
    expect(committed()).toEqual(['next'])
  })

  it('keep apart from transactions of the ORM', async () => {
    const orm = (id: string) =>
      db.transaction(async manager => {
        await manager.query('INSERT INTO entries (id, n) VALUES (?, ?)', [id, 0])
        await new Promise(done => setTimeout(done, 3))
        if (id === 'orm1') throw new Error('on purpose')
      })
    const ids = Array.from({ length: 6 }, (_, i) => i)
    const heard = await outcomes(ids.flatMap(i => [orm(`orm${i}`), write(`unit${i}`)]))
    expect(heard.filter(each => each === 'kept')).toHaveLength(11)
    expect(committed()).toEqual([0, 2, 3, 4, 5].map(i => `orm${i}`).concat(ids.map(i => `unit${i}`)))
  })

  it('cannot write once they are over', async () => {
    let late: Tx | undefined
    await inTransaction(db, async tx => {
      late = tx
      await insert(tx, 'a')
    })
    await Promise.all([write('b'), expect(insert(late!, 'late')).rejects.toThrow('this transaction is over')])
    expect(committed()).toEqual(['a', 'b'])
  })

  it('begin a new group when the first has lasted long enough', async () => {
    await db.destroy()
    await open({ longest: 0 })
    const heard: string[] = []
    const unit = (id: string) =>
      inTransaction(db, async tx => {
        heard.push(`${id} after ${committed().join(' ')}`)
        await insert(tx, id)
      })
    await Promise.all([unit('a'), unit('b'), unit('c')])
    expect(heard).toEqual(['a after ', 'b after a', 'c after a b'])
  })

  it('are many: a group has an end, the rest comes in the next ones', async () => {
    const seen: number[] = []
    const unit = (i: number) =>
      inTransaction(db, async tx => {
        tx.afterCommit(() => seen.push(committed().length))
        await insert(tx, `e${i}`)
      })
    await Promise.all(Array.from({ length: 300 }, (_, i) => unit(i)))
    expect(seen[0]).toBeLessThan(300)
    expect(seen.at(-1)).toBe(300)
  })
})
