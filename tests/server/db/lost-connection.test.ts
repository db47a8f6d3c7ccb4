import type { DataSource } from 'typeorm'
import { dataSourceOptions, openDatabase } from '../../../server/db/data-source.js'
import { CommitUnknown } from '../../../server/db/lost.js'
import { inTransaction, reader } from '../../../server/db/transaction.js'
import { earlierAnswer, idempotent, type Ask } from '../../../server/http/idempotency.js'
import { claimJobs, finishJob, releaseJob } from '../../../server/jobs/claim-jobs.js'
import { addJobs } from '../../../server/jobs/jobs.js'
import { aCutLine, type CutLine } from '../../support/cut-line.js'
import { newDatabase, runSocket } from '../../support/mariadb.js'

const now = new Date('2026-11-21T06:05:00.000Z')
const mariadb = runSocket() ? describe : describe.skip

mariadb('a line to MariaDB that is cut', () => {
  let place: { url: string; drop(): Promise<void> }
  let line: CutLine
  let db: DataSource
  beforeAll(async () => {
    place = await newDatabase()
    line = await aCutLine(place.url)
    db = await openDatabase(dataSourceOptions({ folder: '/nowhere', url: line.url }))
  })
  afterAll(async () => {
    await db?.destroy()
    await line?.close()
    await place?.drop()
  })

  const put = (id: string) => addOne(id).then(() => 'acknowledged', String)
  const addOne = (id: string) =>
    inTransaction(db, tx => addJobs(tx, [{ id, kind: 'continue', nextAt: now.toISOString(), payload: {} }]))
  const there = async (id: string): Promise<number> => (await reader(db).query('SELECT id FROM jobs WHERE id = ?', [id])).length

  it('in the middle of a transaction: all of it is done again, once', async () => {
    const before = line.cuts()
    let runs = 0
    line.cutAt(/UPDATE jobs/, 'after')
    await addOne('middle')
    await inTransaction(db, async tx => {
      runs++
      await tx.run('UPDATE jobs SET attempts = attempts + 1 WHERE id = ?', ['middle'])
    })
    expect({ runs, cuts: line.cuts() - before }).toEqual({ runs: 2, cuts: 1 })
    expect(await reader(db).query('SELECT attempts FROM jobs WHERE id = ?', ['middle'])).toEqual([{ attempts: 1 }])
  })

  it('while reading: asked again', async () => {
    line.cutAt(/SELECT id FROM jobs/, 'before')
    expect(await there('nobody')).toBe(0)
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('%s COMMIT arrived: nobody claims to know, and nothing is repeated', async (when, rows) => {
    const before = line.cuts()
    line.cutAt(/COMMIT$/, when)
    await expect(addOne(`commit ${when}`)).rejects.toBeInstanceOf(CommitUnknown)
    expect({ rows: await there(`commit ${when}`), cuts: line.cuts() - before }).toEqual({ rows, cuts: 1 })
  })

  it.each(['before', 'after'] as const)(
    '%s COMMIT arrived: a repetition with the same Idempotency-Key has one effect',
    async when => {
      const ask: Ask = { key: `key-${when}`, principal: 'ann', hash: 'h' }
      let works = 0
      const request = () =>
        inTransaction(db, tx =>
          idempotent(tx, ask, now, async () => {
            works++
            await addJobs(tx, [{ id: `by key ${when}`, kind: 'continue', nextAt: now.toISOString(), payload: {} }])
            return { status: 201, body: { by: when } }
          }),
        )
      line.cutAt(/COMMIT$/, when)
      await expect(request()).rejects.toBeInstanceOf(CommitUnknown)
      expect(await request()).toEqual({ status: 201, body: { by: when } })
      expect({ works, rows: await there(`by key ${when}`) }).toEqual({ works: when === 'after' ? 1 : 2, rows: 1 })
      expect(await earlierAnswer(reader(db), ask)).toBeDefined()
    },
  )

  it.each(['before', 'after'] as const)('%s COMMIT arrived: a job is done once', async when => {
    const later = new Date(now.getTime() + 60_000)
    await inTransaction(db, tx => tx.run('DELETE FROM jobs'))
    await put(`job ${when}`)
    const work = async (): Promise<void> => {
      const [job] = await claimJobs(db, later, 10, 60_000)
      if (!job) return
      const done = inTransaction(db, async tx => {
        await finishJob(tx, job)
        // travels with COMMIT
        await tx.later('INSERT INTO idempotency (principal, idem_key, hash, status, body, at) VALUES (?, ?, ?, 0, ?, ?)', [
          'effect',
          `${job.id} ${job.attempts}`,
          when,
          'null',
          job.nextAt,
        ])
      })
      // what the worker does with a job whose end it does not know: lets go what is still its own
      await done.catch(() => releaseJob(db, job, later))
    }
    line.cutAt(/INSERT INTO idempotency/, when)
    await work()
    await work()
    await work()
    const effects = await reader(db).query('SELECT idem_key FROM idempotency WHERE principal = ? AND hash = ?', ['effect', when])
    expect({ effects: effects.length, left: await there(`job ${when}`) }).toEqual({ effects: 1, left: 0 })
  })

  it('keeps asking for a new connection after the server was away', async () => {
    line.cutAt(/SELECT/, 'before', 40)
    await Promise.all(Array.from({ length: 20 }, () => there('x').catch(() => undefined)))
    line.cutAt(/SELECT/, 'before', 0)
    expect(await put('afterwards')).toBe('acknowledged')
  })
})
