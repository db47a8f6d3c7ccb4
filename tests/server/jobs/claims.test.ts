import type { DataSource } from 'typeorm'
import { dataSourceOptions, openDatabase } from '../../../server/db/data-source.js'
import { newId } from '../../../server/db/id.js'
import { inTransaction, reader } from '../../../server/db/transaction.js'
import { claimDue, claimJobs } from '../../../server/jobs/claim-jobs.js'
import { addJobs } from '../../../server/jobs/jobs.js'
import { newDatabase, runSocket } from '../../support/mariadb.js'

jest.setTimeout(60_000)
const now = new Date('2026-11-21T06:05:00.000Z')
const mariadb = runSocket() ? describe : describe.skip

mariadb('two servers that claim at the same time', () => {
  let place: { url: string; drop(): Promise<void> }
  let servers: DataSource[]
  beforeAll(async () => {
    place = await newDatabase()
    const open = (): Promise<DataSource> => openDatabase(dataSourceOptions({ folder: '/nowhere', url: place.url }))
    servers = [await open(), await open()]
  })
  afterAll(async () => {
    for (const db of servers ?? []) await db.destroy()
    await place?.drop()
  })
  beforeEach(async () => {
    const jobs = Array.from({ length: 400 }, () => ({ id: newId(), kind: 'x', nextAt: now.toISOString(), payload: {} }))
    await inTransaction(servers[0]!, tx => tx.run('DELETE FROM jobs'))
    await inTransaction(servers[0]!, tx => addJobs(tx, jobs))
  })

  type Claim = (db: DataSource) => Promise<string[] | undefined>
  /** Each server claims until nothing is due; the ids that each was given, in a row. */
  const all = async (claim: Claim): Promise<string[]> => {
    const rounds = servers
      .flatMap(db => [db, db, db])
      .map(async db => {
        const mine: string[] = []
        for (;;) {
          const got = await claim(db)
          if (!got) return mine
          mine.push(...got)
        }
      })
    return (await Promise.all(rounds)).flat()
  }

  it('get each job once', async () => {
    const claimed = await all(async db => {
      const { seen, jobs } = await claimDue(db, now, 20, 60_000)
      return seen ? jobs.map(job => job.id) : undefined
    })
    expect({ claims: claimed.length, jobs: new Set(claimed).size }).toEqual({ claims: 400, jobs: 400 })
  })

  it('is a test: a claim that does not compare gives some to both', async () => {
    const claimed = await all(async db => {
      const due = await reader(db).query<{ id: string }>('SELECT id FROM jobs WHERE next_at <= ? ORDER BY next_at, id LIMIT 20', [
        now.toISOString(),
      ])
      if (due.length === 0) return undefined
      await inTransaction(db, async tx => {
        for (const { id } of due) await tx.run('UPDATE jobs SET lease = ?, next_at = ? WHERE id = ?', [newId(), '2027', id])
      })
      return due.map(row => row.id)
    })
    expect(claimed.length).toBeGreaterThan(new Set(claimed).size)
  })

  it('take another one over when its lease is over, not before', async () => {
    const [one, two] = servers as [DataSource, DataSource]
    const mine = await claimJobs(one, now, 400, 60_000)
    expect(mine).toHaveLength(400)
    expect(await claimJobs(two, new Date(now.getTime() + 59_000), 400, 60_000)).toEqual([])
    expect(await claimJobs(two, new Date(now.getTime() + 60_000), 400, 60_000)).toHaveLength(400)
  })
})
