import { inTransaction } from '../../../server/db/transaction.js'
import { postMessages } from '../../../server/instances/post-messages.js'
import { startProcess } from '../../../server/instances/start-process.js'
import { deliverWaiting } from '../../../server/messages/deliver.js'
import { letRest, settle } from '../../../server/messages/send-message.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'
import { aGate, aMessage, at, completions, messageRow, send, waiting } from '../../support/messages.js'
import { chain, diagram, end, start, timer, user } from '../../support/diagram.js'

jest.setTimeout(120_000)

/** Sender and listener meet in every order of their commits and looks: the message arrives, and once. */
eachDatabase('a message and its listener', database => {
  let test: TestEngine
  let definition: string
  let n = 0
  beforeAll(async () => {
    test = await anEngine(database)
    definition = await test.process(waiting('meet'))
  })
  afterAll(() => test.close())

  const order = (): string => `order ${(n += 1)}`
  const arrived = async (instance: string, key: string): Promise<void> => {
    expect(await at(test, instance)).toEqual(['after'])
    expect((await completions(test, 'wait'))[instance]).toBe(1)
    const rows = await test.rows('SELECT status, delivered_to FROM messages WHERE correlation_key = ?', [key])
    expect(rows).toEqual([{ status: 'delivered', delivered_to: instance }])
    expect(await test.rows("SELECT id FROM jobs WHERE kind IN ('message', 'listen')")).toEqual([])
  }
  const begin = (key: string, also?: () => Promise<void>) => {
    const started = startProcess(test.engine, { definition, data: { order: key }, by: 'ann' }, also)
    return started.then(outcome => ('instance' in outcome ? outcome.instance : Promise.reject(new Error('refused'))))
  }

  it('when the listener commits between the sender’s commit and its look', async () => {
    const key = order()
    const message = aMessage(test.engine, 'meet', { key })
    await inTransaction(test.store.db, tx => postMessages(tx, [message], message.expiresAt))
    const instance = await begin(key)
    expect(await settle(test.engine, await messageRow(test.store.db, message.id))).toMatchObject({ status: 'delivered' })
    await test.after(0)
    await arrived(instance, key)
  })

  it('when the listener commits and looks after the sender found nobody, and before it lets the message rest', async () => {
    const key = order()
    const message = aMessage(test.engine, 'meet', { key })
    await inTransaction(test.store.db, tx => postMessages(tx, [message], message.expiresAt))
    expect(await deliverWaiting(test.engine, { name: 'meet', key }, 10)).toMatchObject({ nobody: true })
    const instance = await begin(key)
    await test.after(0)
    await letRest(test.engine, await messageRow(test.store.db, message.id))
    await arrived(instance, key)
  })

  it('when the message is sent while the listener’s transaction is open', async () => {
    const key = order()
    const gate = aGate()
    const beginning = begin(key, gate.pass)
    await gate.reached
    const sent = send(test.engine, 'meet', { key })
    // on SQLite there is one writer: the message waits for the other's commit anyway
    if (database === 'mariadb') expect(await sent).toMatchObject({ status: 'waiting' })
    gate.open()
    const instance = await beginning
    await sent
    await test.after(0)
    await arrived(instance, key)
  })

  it('when somebody begins to listen, and looks, while the sender’s transaction is open', async () => {
    const key = order()
    const gate = aGate()
    const message = aMessage(test.engine, 'meet', { key })
    const posting = inTransaction(test.store.db, async tx => {
      await postMessages(tx, [message], message.expiresAt)
      await gate.pass()
    })
    await gate.reached
    const beginning = begin(key)
    if (database === 'mariadb') {
      await beginning
      await test.after(0)
      expect(await at(test, await beginning)).toEqual(['wait'])
    }
    gate.open()
    await posting
    const instance = await beginning
    await settle(test.engine, await messageRow(test.store.db, message.id))
    await test.after(0)
    await arrived(instance, key)
  })

  it('when sender and listener both deliver it at the same time', async () => {
    for (let round = 0; round < 15; round++) {
      const key = order()
      const { id } = aMessage(test.engine, 'meet')
      const instance = await begin(key)
      const message = aMessage(test.engine, 'meet', { key, id })
      await inTransaction(test.store.db, tx => postMessages(tx, [message], test.clock.now().toISOString()))
      const row = await messageRow(test.store.db, id)
      await Promise.all([settle(test.engine, row), settle(test.engine, row), test.worker.runDue()])
      await test.after(0)
      await arrived(instance, key)
    }
  })

  it('however they fall', async () => {
    const pairs = Array.from({ length: 25 }, order)
    const instances = await Promise.all(
      pairs.map(async (key, i) => {
        const [instance] = await Promise.all(
          i % 2 ? [begin(key), send(test.engine, 'meet', { key })] : [send(test.engine, 'meet', { key }).then(() => begin(key))],
        )
        return instance
      }),
    )
    await test.after(0)
    for (const [i, key] of pairs.entries()) await arrived(instances[i] as string, key)
  })

  it('and a timer on the same step: one of them wins, and the message stays when it lost', async () => {
    const ann = (await test.store.user('ann')).id
    const event = '<bpmn:messageEventDefinition messageRef="msgPaid" />'
    const xml = diagram(
      start() +
        user('a') +
        `<bpmn:boundaryEvent id="late" attachedToRef="a"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>` +
        `<bpmn:boundaryEvent id="paid" attachedToRef="a">${event}</bpmn:boundaryEvent>` +
        timer('escalated', 'P1D') +
        timer('thanked', 'P1D') +
        end() +
        chain('start', 'a', 'end') +
        chain('late', 'escalated', 'end') +
        chain('paid', 'thanked', 'end'),
    )
    const step = await test.process(xml)
    for (let round = 0; round < 8; round++) {
      const instance = await test.start(step, { by: ann })
      await test.after(0)
      test.clock.advance(3_600_000)
      const [message] = await Promise.all([send(test.engine, 'paid', { ttl: 'PT10S' }), test.worker.runDue()])
      await test.after(0)
      const after = await messageRow(test.store.db, message.id)
      expect(await at(test, instance)).toEqual([after.status === 'delivered' ? 'thanked' : 'escalated'])
      test.clock.advance(20_000)
    }
  })
})
