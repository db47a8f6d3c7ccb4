import { inTransaction, reader } from '../../../server/db/transaction.js'
import type { Engine } from '../../../server/instances/engine.js'
import { claimJobs, freeLeases } from '../../../server/jobs/claim-jobs.js'
import { JobWorker } from '../../../server/jobs/job-worker.js'
import { batchInfo, previewBatch } from '../../../server/operations/batch-info.js'
import { cancelBatch } from '../../../server/operations/cancel-batch.js'
import { createBatch, sizeOf, workOf } from '../../../server/operations/create-batch.js'
import { NewBatch, type BatchInfo } from '../../../server/operations/operations.api.js'
import { registerOperationJobs } from '../../../server/operations/register-jobs.js'
import { runBatch } from '../../../server/operations/run-batch.js'
import { chain, diagram, end, exclusive, flow, start, timer, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(60_000)

const simple = diagram(start() + user('a') + timer('wait', 'P30D') + end() + chain('start', 'a', 'wait', 'end'))
/** Stands still at `choose` unless `way` is "end". */
const stuck = diagram(
  start() +
    `<bpmn:exclusiveGateway id="choose" name="choose" />` +
    user('a') +
    end() +
    flow('start', 'choose') +
    flow('choose', 'a', 'way = "a"') +
    flow('choose', 'end', 'way = "end"') +
    flow('a', 'end'),
)

eachDatabase('batches', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    registerOperationJobs(test.worker, test.engine, 0)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())

  const processOf = async (definition: string): Promise<string> =>
    (await test.rows<{ process_id: string }>('SELECT process_id FROM process_versions WHERE id = ?', [definition]))[0]!.process_id
  const several = (count: number, definition: string, data = {}): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, () => test.start(definition, { by: ann, data })))
  const begin = async (asked: object): Promise<string> => {
    const work = workOf(test.engine, NewBatch.parse(asked))
    const total = await sizeOf(test.engine, work)
    return inTransaction(test.store.db, tx => createBatch(tx, test.engine, work, total, ann))
  }
  const info = async (batch: string): Promise<BatchInfo> => (await batchInfo(reader(test.store.db), batch))!
  const run = async (asked: object): Promise<BatchInfo> => {
    const batch = await begin(asked)
    await test.worker.runDue()
    return info(batch)
  }
  const statuses = async (process: string): Promise<Record<string, number>> => {
    const rows = await test.rows<{ status: string; n: number }>(
      'SELECT status, COUNT(*) AS n FROM instances WHERE process_id = ? GROUP BY status',
      [process],
    )
    return Object.fromEntries(rows.map(row => [row.status, Number(row.n)]))
  }
  const commands = async (process: string, type: string): Promise<number> =>
    (
      await test.rows(
        'SELECT c.rev FROM command_log c JOIN instances i ON i.id = c.instance_id WHERE i.process_id = ? AND c.type = ? AND c.by_user = ?',
        [process, type, ann],
      )
    ).length
  /** An engine that dies after so many looks at the clock: each command takes one. */
  const dying = (looks: number): Engine => {
    let left = looks
    const now = (): Date => {
      if (left-- <= 0) throw new Error('killed')
      return test.clock.now()
    }
    return { ...test.engine, clock: { now } }
  }

  it('cancel: what fits, nothing else, each once, by whom it was asked for', async () => {
    const [one, two] = [await test.process(simple), await test.process(simple)]
    await Promise.all([several(230, one), several(5, two)])
    const process = await processOf(one)
    const asked = { kind: 'cancel', filter: { process }, options: { reason: 'wrong year' } }
    const preview = await previewBatch(reader(test.store.db), workOf(test.engine, NewBatch.parse(asked)))
    expect(preview.count).toBe(230)
    expect(preview.first).toHaveLength(20)
    expect(await statuses(process)).toEqual({ running: 230 })
    expect(await run(asked)).toMatchObject({ status: 'done', total: 230, done: 230, failed: 0, skipped: 0, byName: 'ann' })
    expect(await statuses(process)).toEqual({ cancelled: 230 })
    expect(await statuses(await processOf(two))).toEqual({ running: 5 })
    expect(await commands(process, 'cancel')).toBe(230)
  })

  it('leaves alone what began after it was asked for', async () => {
    const definition = await test.process(simple)
    await several(3, definition)
    const process = await processOf(definition)
    const batch = await begin({ kind: 'cancel', filter: { process }, options: { reason: 'x' } })
    test.clock.advance(1_000)
    await several(2, definition)
    await test.worker.runDue()
    expect(await info(batch)).toMatchObject({ total: 3, done: 3 })
    expect(await statuses(process)).toEqual({ cancelled: 3, running: 2 })
  })

  it('goes on after a server was killed at any moment; nothing twice, nothing left out', async () => {
    const definition = await test.process(simple)
    await several(120, definition)
    const process = await processOf(definition)
    const batch = await begin({ kind: 'cancel', filter: { process }, options: { reason: 'x' } })
    let deaths = 0
    for (let looks = 1; (await info(batch)).status === 'running'; looks += 5) {
      const [job] = (await claimJobs(test.store.db, test.clock.now(), 50, 60_000)).filter(each => each.kind === 'batch')
      await runBatch(dying(looks), { ...job!, attempts: 1 }).catch((error: Error) => {
        expect(error.message).toBe('killed')
        deaths += 1
      })
      const { done } = await info(batch)
      expect(await commands(process, 'cancel')).toBe(done)
      await freeLeases(test.store.db, test.clock.now())
    }
    expect(deaths).toBeGreaterThan(3)
    expect(await info(batch)).toMatchObject({ status: 'done', total: 120, done: 120 })
    expect(await statuses(process)).toEqual({ cancelled: 120 })
    expect(await commands(process, 'cancel')).toBe(120)
  })

  it('counts nothing twice when a server that was thought dead comes back', async () => {
    const definition = await test.process(simple)
    await several(40, definition)
    const process = await processOf(definition)
    const batch = await begin({ kind: 'cancel', filter: { process }, options: { reason: 'x' } })
    const mine = async () => (await claimJobs(test.store.db, test.clock.now(), 50, 60_000)).find(each => each.kind === 'batch')!
    const first = await mine()
    await freeLeases(test.store.db, test.clock.now())
    const second = await mine()
    const ends = await Promise.allSettled([runBatch(test.engine, first), runBatch(test.engine, second)])
    expect(ends.filter(each => each.status === 'rejected').length).toBeGreaterThan(0)
    await freeLeases(test.store.db, test.clock.now())
    await test.worker.runDue()
    expect(await info(batch)).toMatchObject({ status: 'done', total: 40, done: 40, failed: 0, skipped: 0 })
    expect(await commands(process, 'cancel')).toBe(40)
  })

  it('can be cancelled itself: what is done stays done', async () => {
    const definition = await test.process(simple)
    await several(150, definition)
    const process = await processOf(definition)
    const batch = await begin({ kind: 'cancel', filter: { process }, options: { reason: 'x' } })
    const [job] = (await claimJobs(test.store.db, test.clock.now(), 50, 60_000)).filter(each => each.kind === 'batch')
    await runBatch(test.engine, job!)
    await cancelBatch(test.engine, batch, ann)
    await test.worker.runDue()
    expect(await info(batch)).toMatchObject({ status: 'cancelled', total: 150, done: 100 })
    expect(await statuses(process)).toEqual({ cancelled: 100, running: 50 })
    await expect(cancelBatch(test.engine, batch, ann)).rejects.toMatchObject({ code: 'BATCH_ENDED' })
  })

  it('remembers what was refused, and does the others', async () => {
    const definition = await test.process(stuck)
    await several(3, definition)
    const process = await processOf(definition)
    const result = await run({ kind: 'skip-repairs', filter: { process }, options: {} })
    expect(result).toMatchObject({ status: 'done', total: 3, done: 0, failed: 3 })
    expect(result.problems).toHaveLength(3)
    expect(result.problems[0]).toMatchObject({ problem: { code: 'FLOW_REQUIRED' } })
    const skipped = await run({ kind: 'skip-repairs', filter: { process }, options: { flow: 'choose_a', result: { way: 'a' } } })
    expect(skipped).toMatchObject({ done: 3, failed: 0 })
    const waiting = await test.rows('SELECT t.id FROM tasks t JOIN instances i ON i.id = t.instance_id WHERE i.process_id = ?', [
      process,
    ])
    expect(waiting).toHaveLength(3)
  })

  it('retry-repairs: by problem and place; what fails again stays, and is not tried for ever', async () => {
    const definition = await test.process(stuck)
    const process = await processOf(definition)
    const [mended] = await several(1, definition)
    await several(4, definition)
    await several(2, await test.process(stuck))
    const scope = (await test.state(mended!)).scopes[0]!.id
    await inTransaction(test.store.db, tx =>
      tx.run("INSERT INTO variables (instance_id, scope, name, value) VALUES (?, ?, 'way', '\"end\"')", [mended, scope]),
    )
    expect(await run({ kind: 'retry-repairs', filter: { process, code: 'EXPR_FAILED' } })).toMatchObject({ total: 0, done: 0 })
    expect(await run({ kind: 'retry-repairs', filter: { process, element: 'a' } })).toMatchObject({ total: 0 })
    const result = await run({ kind: 'retry-repairs', filter: { process, element: 'choose', code: 'NO_FLOW_TAKEN' } })
    expect(result).toMatchObject({ status: 'done', total: 5, done: 5 })
    expect(await statuses(process)).toEqual({ completed: 1, running: 4 })
    expect(await commands(process, 'resolveRepair')).toBe(5)
  })

  it('cancel-repairs: gives up what stands still for long', async () => {
    const definition = await test.process(stuck)
    const process = await processOf(definition)
    await several(2, definition)
    test.clock.advance(3_600_000)
    const between = test.clock.now().toISOString()
    test.clock.advance(3_600_000)
    await several(3, definition)
    const result = await run({ kind: 'cancel-repairs', filter: { process, raisedBefore: between }, options: { reason: 'old' } })
    expect(result).toMatchObject({ total: 2, done: 2 })
    expect(await statuses(process)).toEqual({ cancelled: 2, running: 3 })
  })

  it('does not try what a pause refuses, and says why', async () => {
    const definition = await test.process(stuck)
    const process = await processOf(definition)
    await several(2, definition)
    const { pauseProcess } = await import('../../../server/operations/pause-process.js')
    await pauseProcess(test.engine, process, ann)
    const result = await run({ kind: 'retry-repairs', filter: { process } })
    expect(result).toMatchObject({ done: 0, failed: 2, problems: [{ problem: { code: 'PROCESS_PAUSED' } }, {}] })
    expect(await run({ kind: 'cancel', filter: { process }, options: { reason: 'x' } })).toMatchObject({ done: 2 })
  })

  it.each([
    ['status', async () => ({ status: ['completed'] }), 1],
    ['element', async () => ({ element: 'wait' }), 1],
    ['definition', async () => ({}), 4],
    ['startedAfter', async () => ({ startedAfter: '2999-01-01T00:00:00Z' }), 0],
    ['startedBefore, in another zone', async () => ({ startedBefore: '2999-01-01T00:00:00+08:00' }), 4],
    ['endedBefore', async () => ({ endedBefore: '2999-01-01T00:00:00Z' }), 1],
    ['form', async () => ({ form: 'none' }), 0],
  ])('filter by %s', async (_, more, expected) => {
    const quick = diagram(start() + exclusive('x', 'x_a') + user('a') + timer('wait', 'P9D') + end() +
      chain('start', 'x', 'a', 'end') + flow('x', 'wait', 'way = "wait"') + flow('x', 'end', 'way = "end"') + flow('wait', 'end')) // prettier-ignore
    const definition = await test.process(quick)
    await several(2, definition)
    await several(1, definition, { way: 'wait' })
    await several(1, definition, { way: 'end' })
    const filter = { definition, ...(await more()) }
    const asked = NewBatch.parse({ kind: 'purge', filter, options: { force: true } })
    const { count, first } = await previewBatch(reader(test.store.db), workOf(test.engine, asked))
    expect([count, first.length]).toEqual([expected, expected])
  })

  it('many workers share the work of many batches', async () => {
    const definitions = await Promise.all([1, 2, 3].map(() => test.process(simple)))
    await Promise.all(definitions.map(definition => several(60, definition)))
    const processes = await Promise.all(definitions.map(processOf))
    const batches = await Promise.all(
      processes.map(process => begin({ kind: 'cancel', filter: { process }, options: { reason: 'x' } })),
    )
    const other = new JobWorker(test.store.db, test.clock)
    registerOperationJobs(other, test.engine, 0)
    await Promise.all([test.worker.runDue(), other.runDue()])
    await test.worker.runDue()
    for (const batch of batches) expect(await info(batch)).toMatchObject({ status: 'done', done: 60 })
    for (const process of processes) expect(await commands(process, 'cancel')).toBe(60)
  })

  it('needs a filter, a known kind, and its options', async () => {
    const asked = (more: object) => () =>
      workOf(test.engine, NewBatch.parse({ kind: 'cancel', filter: { process: 'p' }, ...more }))
    expect(asked({ filter: {}, options: { reason: 'x' } })).toThrow(expect.objectContaining({ status: 422, problems: [expect.objectContaining({ code: 'FILTER_REQUIRED' })] })) // prettier-ignore
    expect(asked({ kind: 'destroy' })).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ at: 'kind' })] }))
    expect(asked({ options: {} })).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ at: 'options.reason' })] }),
    )
    expect(asked({ options: { reason: 'x', force: true } })).toThrow(expect.objectContaining({ status: 400 }))
  })
})
