import { addJobs } from '../../../server/jobs/jobs.js'
import { inTransaction } from '../../../server/db/transaction.js'
import { planSweep } from '../../../server/messages/sweep-messages.js'
import { resendMessage } from '../../../server/messages/mend-message.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'
import { at, completions, messageRow, secondServer, send, waiting } from '../../support/messages.js'
import { aProcess } from '../../support/process.js'

jest.setTimeout(120_000)
const DAY = 24 * HOUR

eachDatabase('messages', database => {
  let test: TestEngine
  beforeAll(async () => {
    test = await anEngine(database)
  })
  afterAll(() => test.close())

  it('reach who listens already, with their data', async () => {
    const instance = await test.start(await test.process(waiting('paid.now')), { data: { order: '42' } })
    await test.after(0)
    const message = await send(test.engine, 'paid.now', { key: '42', data: { amount: 5 } })
    expect(message).toMatchObject({ status: 'delivered', delivered_to: instance })
    const { variables } = await test.state(instance)
    expect(variables).toContainEqual(expect.objectContaining({ name: 'amount', value: 5 }))
    expect(await at(test, instance)).toEqual(['after'])
  })

  it('do not reach who listens for another key or another name', async () => {
    const instance = await test.start(await test.process(waiting('paid.key')), { data: { order: '42' } })
    expect(await send(test.engine, 'paid.key', { key: '43' })).toMatchObject({ status: 'waiting', delivered_to: null })
    expect(await send(test.engine, 'paid', { key: '42' })).toMatchObject({ status: 'waiting' })
    await test.after(0)
    expect(await at(test, instance)).toEqual(['wait'])
  })

  it('are found by keys that are longer than a column', async () => {
    const key = 'k'.repeat(5_000)
    const script = aProcess('long')
      .start()
      .script('make', '{"order": $join([0..999].("kkkkk"))}')
      .message('wait', 'long.key', 'order')
    const definition = await test.process(script.timer('after', 'P300D').end().xml())
    expect(await send(test.engine, 'long.key', { key })).toMatchObject({ status: 'waiting' })
    const instance = await test.start(definition)
    await test.after(0)
    expect(await at(test, instance)).toEqual(['after'])
  })

  it('wait for somebody to listen, and are found at once when he begins to, in the order in which they were sent', async () => {
    const xml = aProcess('pair')
      .start()
      .message('first', 'early', 'order')
      .message('second', 'early', 'order')
      .timer('after', 'P1D')
      .end()
    const definition = await test.process(xml.xml())
    for (const n of [1, 2, 3]) {
      expect(await send(test.engine, 'early', { key: '7', data: { [`n${n}`]: n } })).toMatchObject({ status: 'waiting' })
      test.clock.advance(1)
    }
    const instance = await test.start(definition, { data: { order: '7' } })
    await test.worker.runDue()
    expect(await at(test, instance)).toEqual(['after'])
    const names = (await test.state(instance)).variables.map(each => each.name).sort()
    expect(names).toEqual(['n1', 'n2', 'order'])
    const left = await test.rows("SELECT status FROM messages WHERE name = 'early' AND status = 'waiting'")
    expect(left).toHaveLength(1)
    expect(await test.rows("SELECT id FROM jobs WHERE kind IN ('message', 'listen')")).toEqual([])
  })

  it('go to one of several listeners, to the one that has listened longest, whatever its key', async () => {
    const [any, keyed] = [await test.process(waiting('one.of', false)), await test.process(waiting('one.of'))]
    const late = aProcess('late').start().timer('before', 'PT1H').message('wait', 'one.of').timer('after', 'P300D').end()
    const last = await test.start(await test.process(late.xml()))
    const listeners: string[] = []
    for (const definition of [keyed, any, keyed]) {
      listeners.push(await test.start(definition, { data: { order: 'k' } }))
      test.clock.advance(10)
    }
    // began before the others, and began to listen after them
    await test.after(HOUR)
    const received = []
    for (let n = 0; n < 4; n++) received.push((await send(test.engine, 'one.of', { key: 'k' })).delivered_to)
    expect(received).toEqual([...listeners, last])
    expect(await send(test.engine, 'one.of', { key: 'k' })).toMatchObject({ status: 'waiting' })
  })

  it('start a process when nobody listens', async () => {
    const start = aProcess('begun')
    start.start('begin', start.file.messageEvent('begin.it')).timer('after', 'P1D').end()
    await test.process(start.xml())
    const message = await send(test.engine, 'begin.it', { key: 'x', data: { amount: 3 } })
    expect(message.status).toBe('delivered')
    expect(await at(test, message.delivered_to!)).toEqual(['after'])
    expect((await test.state(message.delivered_to!)).variables).toMatchObject([{ name: 'amount', value: 3 }])
  })

  it('wait for a process that is published later', async () => {
    const id = (await send(test.engine, 'begin.later')).id
    const start = aProcess('later')
    start.start('begin', start.file.messageEvent('begin.later')).timer('after', 'P1D').end()
    await test.process(start.xml())
    await test.after(0)
    expect(await messageRow(test.store.db, id)).toMatchObject({ status: 'delivered' })
  })

  it('are sent once by a step, with the transaction of its command', async () => {
    const sender = aProcess('sender')
    sender.start().timer('pause', 'PT1H').end('tell', sender.file.messageEvent('told', 'order'))
    const [from, to] = [await test.process(sender.xml()), await test.process(waiting('told'))]
    const receiver = await test.start(to, { data: { order: '9' } })
    await test.start(from, { data: { order: '9', extra: true } })
    await test.after(2 * HOUR)
    expect(await at(test, receiver)).toEqual(['after'])
    const rows = await test.rows("SELECT status, delivered_to, source, by_user FROM messages WHERE name = 'told'")
    expect(rows).toEqual([{ status: 'delivered', delivered_to: receiver, source: 'process', by_user: 'system' }])
  })

  it('count once, however often and wherever their id comes', async () => {
    const start = aProcess('once')
    start.start('one', start.file.messageEvent('once')).timer('after', 'P1D').end()
    await test.process(start.xml())
    const other = await secondServer(test)
    const posts = Array.from({ length: 20 }, (_, n) =>
      send(n % 2 ? other.engine : test.engine, 'once', { id: 'same-id', key: 'k' }),
    )
    const answers = await Promise.all(posts)
    expect(new Set(answers.map(row => row.delivered_to)).size).toBe(1)
    expect(answers.map(row => row.status)).toEqual(Array(20).fill('delivered'))
    expect(await completions(test, 'one')).toEqual({ [answers[0]!.delivered_to!]: 1 })
    expect(await send(other.engine, 'once', { id: 'same-id', key: 'k' })).toEqual(answers[0])
    await expect(send(test.engine, 'once', { id: 'same-id', key: 'other' })).rejects.toThrow('reused')
    await other.close()
  })

  it('that are sent now or never do not wait', async () => {
    const definition = await test.process(waiting('never'))
    const missed = await send(test.engine, 'never', { key: 'a', ttl: 0 })
    expect(missed.status).toBe('expired')
    const instance = await test.start(definition, { data: { order: 'a' } })
    await test.after(0)
    expect(await at(test, instance)).toEqual(['wait'])
    expect(await send(test.engine, 'never', { key: 'a', ttl: 0 })).toMatchObject({ status: 'delivered', delivered_to: instance })
  })

  it('expire, are swept in pages, and can be sent again', async () => {
    const definition = await test.process(waiting('short'))
    const { id } = await send(test.engine, 'short', { key: 'b', ttl: 'PT1H' })
    test.clock.advance(HOUR)
    const instance = await test.start(definition, { data: { order: 'b' } })
    await test.after(0)
    expect(await at(test, instance)).toEqual(['wait'])
    const now = () => test.clock.now().toISOString()
    for (let n = 0; n < 450; n++) await send(test.engine, 'crowd', { ttl: 60 })
    test.clock.advance(HOUR)
    await Promise.all([planSweep(test.store.db, now()), planSweep(test.store.db, now())])
    await test.worker.runDue()
    expect(await messageRow(test.store.db, id)).toMatchObject({ status: 'expired' })
    expect(await test.rows("SELECT id FROM messages WHERE name = 'crowd' AND status = 'expired'")).toHaveLength(450)
    const until = new Date(test.clock.now().getTime() + HOUR).toISOString()
    expect(await resendMessage(test.engine, id, until)).toMatchObject({
      message: { status: 'delivered', delivered_to: instance },
    })
    expect(await resendMessage(test.engine, id, until)).toMatchObject({ refused: { code: 'MESSAGE_DELIVERED' } })
    await test.after(31 * DAY)
    expect(await test.rows("SELECT id FROM messages WHERE name = 'crowd' OR id = ?", [id])).toEqual([])
    expect(await test.rows("SELECT id FROM jobs WHERE kind = 'sweep-messages'")).toHaveLength(1)
  })

  it('of the first version, which waited in their jobs, arrive', async () => {
    const instance = await test.start(await test.process(waiting('old')), { data: { order: 'o' } })
    const since = test.clock.now().toISOString()
    const job = { id: 'old.1', kind: 'message', nextAt: since, payload: { name: 'old', key: 'o', data: {}, since } }
    await inTransaction(test.store.db, tx => addJobs(tx, [job]))
    await test.after(0)
    expect(await at(test, instance)).toEqual(['after'])
  })

  it('that wait for a paused process arrive when it goes on', async () => {
    const definition = await test.process(waiting('stopped'))
    const instance = await test.start(definition, { data: { order: 's' } })
    const [{ process_id: process }] = (await test.rows('SELECT process_id FROM instances WHERE id = ?', [instance])) as [
      { process_id: string },
    ]
    const { pauseProcess, resumeProcess } = await operations()
    await pauseProcess(test, process)
    expect(await send(test.engine, 'stopped', { key: 's' })).toMatchObject({ status: 'waiting' })
    await test.after(HOUR)
    expect(await at(test, instance)).toEqual(['wait'])
    await resumeProcess(test, process)
    await test.after(0)
    expect(await at(test, instance)).toEqual(['after'])
  })
})

/** Straight on the rows, as operations writes them. */
async function operations() {
  const { freeHeldJobs } = await import('../../../server/jobs/hold-jobs.js')
  return {
    pauseProcess: (test: TestEngine, process: string) =>
      inTransaction(test.store.db, tx =>
        tx.run("INSERT INTO paused_processes (process_id, at, by_user, reason) VALUES (?, ?, 'ann', NULL)", [
          process,
          test.clock.now().toISOString(),
        ]),
      ),
    resumeProcess: (test: TestEngine, process: string) =>
      inTransaction(test.store.db, async tx => {
        await tx.run('DELETE FROM paused_processes WHERE process_id = ?', [process])
        await freeHeldJobs(tx, process, test.clock.now().toISOString(), 100)
      }),
  }
}
