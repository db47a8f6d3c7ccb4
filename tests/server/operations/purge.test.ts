import { inTransaction, reader } from '../../../server/db/transaction.js'
import { claimJobs, freeLeases } from '../../../server/jobs/claim-jobs.js'
import { createBatch, sizeOf, workOf } from '../../../server/operations/create-batch.js'
import { batchInfo } from '../../../server/operations/batch-info.js'
import { NewBatch } from '../../../server/operations/operations.api.js'
import { instanceTables } from '../../../server/operations/instance-tables.js'
import { registerOperationJobs } from '../../../server/operations/register-jobs.js'
import { keepRetention, nextNight, scheduleRetention, setRetention } from '../../../server/operations/retention.js'
import { runBatch } from '../../../server/operations/run-batch.js'
import { roleByKey, setRolesOf } from '../../../server/people/roles.js'
import { viewTask } from '../../../server/tasks/view-task.js'
import { chain, diagram, end, flow, parallel, service, start, timer, timerOn, user, waitForPaid } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'
import { aForm } from '../../support/forms.js'

jest.setTimeout(60_000)

const DAY = 24 * HOUR
/** Leaves rows in every table there is: tasks with due dates, a timer, a message, a call, a repair, notices. */
const everything = diagram(
  start() +
    parallel('split') +
    user('a', { due: 'P1D' }) +
    timerOn('late', 'a', 'P2D', false) +
    waitForPaid('paid') +
    service('call', { type: 'webhook', url: 'http://192.0.2.1/none' }) +
    service('tell', { type: 'notify', title: 'Hello', body: 'you' }, {}, '<formloom:to type="initiator"/>') +
    `<bpmn:exclusiveGateway id="stuck" name="stuck" />` +
    end() +
    chain('start', 'split', 'a', 'end') +
    chain('split', 'paid', 'end') +
    chain('split', 'call', 'end') +
    chain('split', 'tell', 'stuck') +
    flow('late', 'end') +
    flow('stuck', 'end', 'none = 1') +
    flow('stuck', 'a', 'none = 2', 'stuck_a'),
)
const quick = diagram(start() + user('a') + end() + chain('start', 'a', 'end'))

/** Tables that `everything` leaves rows in. */
const INSTANCE = ['scopes', 'tokens', 'subscriptions', 'jobs', 'outbox', 'repairs', 'activity_log', 'command_log']
const TASK = ['task_views', 'notifications']

eachDatabase('what is deleted', database => {
  let test: TestEngine
  let ann: string
  let admin: string
  beforeAll(async () => {
    test = await anEngine(database)
    registerOperationJobs(test.worker, test.engine, 0)
    ann = (await test.store.user('ann')).id
    admin = (await test.store.user('admin')).id
    await inTransaction(test.store.db, async tx => {
      if (!(await roleByKey(tx, 'admin')))
        await tx.run("INSERT INTO roles (id, role_key, name) VALUES ('admins', 'admin', 'Admins')")
      await setRolesOf(tx, admin, [(await roleByKey(tx, 'admin'))!])
    })
  })
  afterAll(() => test.close())

  const processOf = async (definition: string): Promise<string> =>
    (await test.rows<{ process_id: string }>('SELECT process_id FROM process_versions WHERE id = ?', [definition]))[0]!.process_id
  const begin = async (asked: object): Promise<string> => {
    const work = workOf(test.engine, NewBatch.parse(asked))
    const total = await sizeOf(test.engine, work)
    return inTransaction(test.store.db, tx => createBatch(tx, test.engine, work, total, ann))
  }
  const purge = async (filter: object, options: object = {}) => {
    const batch = await begin({ kind: 'purge', filter, options })
    await test.worker.runDue()
    return batchInfo(reader(test.store.db), batch)
  }
  /** How many rows each table has about an instance. */
  const left = async (instance: string): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {}
    const count = async (table: string, where: string, ...values: string[]) => {
      const [row] = await test.rows<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`, values)
      if (Number(row!.n) > 0) counts[table] = Number(row!.n)
    }
    await count('instances', 'id = ?', instance)
    await count('tasks', 'instance_id = ?', instance)
    const tables = await instanceTables(test.store.db)
    for (const table of tables.instance) await count(table, 'instance_id = ?', instance)
    for (const table of tables.task) await count(table, 'task_id LIKE ?', `${instance}.%`)
    await count('notifications', 'source LIKE ? OR task_id LIKE ?', `${instance}.%`, `${instance}.%`)
    return counts
  }
  const ended = async (definition: string, count = 1): Promise<string[]> => {
    const ids = await Promise.all(Array.from({ length: count }, () => test.start(definition, { by: ann })))
    for (const id of ids) await test.complete(id, 'a', ann)
    return ids
  }

  it('knows every table that holds rows of an instance or of a task', async () => {
    const { instance, task } = await instanceTables(test.store.db)
    expect(instance).toEqual(expect.arrayContaining(INSTANCE))
    expect(instance).not.toContain('tasks')
    expect(task).toEqual(expect.arrayContaining(TASK))
  })

  it('leaves nothing of a running instance that is purged by force, and everything of another', async () => {
    const definition = await test.process(everything)
    const [gone, stays] = [await test.start(definition, { by: ann }), await test.start(definition, { by: ann })]
    await test.after(0)
    for (const id of [gone, stays]) {
      const task = (await test.state(id)).tasks[0]!.id
      await inTransaction(test.store.db, tx => viewTask(tx, task, ann, test.clock.now().toISOString()))
    }
    const before = await left(stays)
    expect(Object.keys(before)).toEqual(expect.arrayContaining([...INSTANCE, ...TASK, 'instances', 'tasks']))
    expect(await purge({ ids: [gone] })).toMatchObject({ status: 'done', total: 0, done: 0 })
    expect(await left(gone)).not.toEqual({})
    expect(await purge({ ids: [gone] }, { force: true })).toMatchObject({ status: 'done', total: 1, done: 1 })
    expect(await left(gone)).toEqual({})
    expect(await left(stays)).toEqual(before)
  })

  it('is bounded: thousands of rows of one instance go in several transactions', async () => {
    const [instance] = await ended(await test.process(quick))
    await inTransaction(test.store.db, async tx => {
      for (let n = 0; n < 1_200; n++)
        await tx.run("INSERT INTO activity_log (instance_id, rev, n, element, type, at, scope) VALUES (?, 900, ?, 'a', 'completed', '', '')", [instance, n]) // prettier-ignore
    })
    expect(await purge({ ids: [instance!] })).toMatchObject({ done: 1 })
    expect(await left(instance!)).toEqual({})
  })

  it.each([
    ['though it no longer fits', { status: ['running'] }],
    ['and does not meet it again', {}],
  ])('finishes an instance that was cancelled when the server was killed, %s', async (_, more) => {
    const definition = await test.process(quick)
    const ids = await Promise.all([1, 2, 3].map(() => test.start(definition, { by: ann })))
    const batch = await begin({ kind: 'purge', filter: { definition, ...more }, options: { force: true } })
    const [job] = (await claimJobs(test.store.db, test.clock.now(), 50, 60_000)).filter(each => each.kind === 'batch')
    // dies after the first cancellation is committed: the worker is told of it
    const dying = { ...test.engine, live: { publish: () => { throw new Error('killed') } } } // prettier-ignore
    await runBatch(dying, { ...job!, attempts: 1 }).catch(() => undefined)
    const statuses = await test.rows<{ status: string }>('SELECT status FROM instances WHERE definition = ? ORDER BY id', [
      definition,
    ])
    expect(statuses.map(row => row.status)).toEqual(['cancelled', 'running', 'running'])
    await freeLeases(test.store.db, test.clock.now())
    await test.worker.runDue()
    expect(await batchInfo(reader(test.store.db), batch)).toMatchObject({ status: 'done', total: 3, done: 3, skipped: 0 })
    for (const id of ids) expect(await left(id)).toEqual({})
  })

  it('keeps the record that an instance was about', async () => {
    const form = await test.form(aForm('thing').text('name').build())
    const submitted = await test.submit({ form, raw: { name: 'x' } })
    if ('problems' in submitted) throw new Error('refused')
    const definition = await test.process(quick)
    const instance = await test.start(definition, { by: ann, record: { form, id: submitted.record.id } })
    await test.complete(instance, 'a', ann)
    expect(await purge({ form })).toMatchObject({ done: 1 })
    const again = await test.submit({ form, record: submitted.record.id, raw: { name: 'y' } } as never)
    expect('problems' in again).toBe(false)
  })

  describe('after the days that a process keeps its history', () => {
    const night = async (days = 0) => {
      await inTransaction(test.store.db, tx =>
        tx.run("UPDATE jobs SET next_at = '2000-01-01T00:00:00.000Z' WHERE id = 'retention'"),
      )
      for (;;) {
        const [job] = (await claimJobs(test.store.db, test.clock.now(), 50, 60_000)).filter(each => each.kind === 'retention')
        await freeLeases(test.store.db, new Date(test.clock.now().getTime() + DAY))
        if (!job) return
        await inTransaction(test.store.db, tx => tx.run('UPDATE jobs SET lease = ? WHERE id = ?', [job.lease, job.id]))
        await keepRetention(test.engine, job, days)
      }
    }
    const exists = async (id: string) => (await test.rows('SELECT id FROM instances WHERE id = ?', [id])).length === 1
    const policy = async (definition: string, days: number | null) => {
      const process = await processOf(definition)
      await inTransaction(test.store.db, tx => setRetention(tx, process, days, test.clock.now().toISOString(), ann))
    }

    it('is worked off once a night, by one job, however often it is scheduled', async () => {
      await Promise.all([scheduleRetention(test.engine), scheduleRetention(test.engine)])
      await scheduleRetention(test.engine)
      const jobs = await test.rows<{ next_at: string }>("SELECT next_at FROM jobs WHERE kind = 'retention'")
      expect(jobs).toEqual([{ next_at: nextNight(test.clock.now()).toISOString() }])
      expect(nextNight(new Date('2026-05-01T18:59:59.999Z')).toISOString()).toBe('2026-05-01T19:00:00.000Z')
      expect(nextNight(new Date('2026-05-01T19:00:00.000Z')).toISOString()).toBe('2026-05-02T19:00:00.000Z')
    })

    it('goes what has ended, page after page; what runs, what is young and what is kept for ever stays', async () => {
      const [short, ever, standard] = [await test.process(quick), await test.process(quick), await test.process(quick)]
      await policy(short, 10)
      await policy(ever, 0)
      const old = await ended(short, 130)
      const [kept] = await ended(ever)
      const [byDefault] = await ended(standard)
      const running = await test.start(short, { by: ann })
      test.clock.advance(11 * DAY)
      const [young] = await ended(short)
      await night(365)
      expect(await left(old[0]!)).toEqual({})
      const gone = await Promise.all(old.map(exists))
      expect(gone.filter(Boolean)).toEqual([])
      expect(await Promise.all([kept!, byDefault!, running, young!].map(exists))).toEqual([true, true, true, true])
      test.clock.advance(400 * DAY)
      await policy(short, null)
      await night(365)
      expect(await Promise.all([kept!, byDefault!, running, young!].map(exists))).toEqual([true, false, true, false])
      expect(await test.rows("SELECT next_at FROM jobs WHERE kind = 'retention'")).toEqual([
        { next_at: nextNight(test.clock.now()).toISOString() },
      ])
    })
  })

  describe('administrators', () => {
    const notices = () =>
      test.rows<{ user_id: string; body: string; read_at: string | null }>(
        "SELECT user_id, source, body, read_at FROM notifications WHERE code = 'REPAIR_NEW' ORDER BY source",
      )

    it('are told once that an instance stands still, again after they have read it, and no more when it is mended', async () => {
      await test.rows('SELECT 1')
      const before = (await notices()).length
      const xml = diagram(
        start() + user('a') + `<bpmn:exclusiveGateway id="x" name="Which way" />` + timer('wait', 'P1D') + end() +
          chain('start', 'a', 'x') + flow('x', 'wait', 'way = 1') + flow('wait', 'end'),
      ) // prettier-ignore
      const instance = await test.start(await test.process(xml), { by: ann })
      await test.complete(instance, 'a', ann)
      const own = async () => (await notices()).filter(row => (row as never as { source: string }).source.startsWith(instance))
      expect(await own()).toMatchObject([{ user_id: admin, body: 'Which way', read_at: null }])
      const repair = async () => (await test.state(instance)).repairs[0]!.id
      await test.command(instance, { type: 'resolveRepair', repair: await repair(), how: 'retry', by: admin })
      expect(await own()).toHaveLength(1)
      await inTransaction(test.store.db, tx => tx.run("UPDATE notifications SET read_at = 'x' WHERE code = 'REPAIR_NEW'"))
      await test.command(instance, { type: 'resolveRepair', repair: await repair(), how: 'retry', by: admin })
      expect(await own()).toMatchObject([{ read_at: null }])
      await test.command(instance, { type: 'resolveRepair', repair: await repair(), how: 'skip', flow: 'x_wait', by: admin })
      expect((await own())[0]!.read_at).not.toBeNull()
      expect((await notices()).length).toBe(before + 1)
    })
  })
})
