import type { Engine } from '../../../server/instances/engine.js'
import { claimJobs } from '../../../server/jobs/claim-jobs.js'
import { registerMessageJobs } from '../../../server/messages/message-jobs.js'
import { giveOne, givePage } from '../../../server/messages/give-signal.js'
import { spreadSignal } from '../../../server/messages/spread-signal.js'
import { openJob, readSignal } from '../../../server/messages/signal.entity.js'
import { throwSignal } from '../../../server/messages/throw-signal.js'
import { inTransaction, reader } from '../../../server/db/transaction.js'
import { newId } from '../../../server/db/id.js'
import { JobWorker } from '../../../server/jobs/job-worker.js'
import { addJobs, type Job } from '../../../server/jobs/jobs.js'
import { registerEngineJobs } from '../../../server/instances/engine-jobs.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'
import { at, completions, secondServer } from '../../support/messages.js'
import { bpmn, flow } from '../../support/process.js'

jest.setTimeout(60_000)

const definition = '<bpmn:signalEventDefinition signalRef="s"/>'
const around = (name: string, inside: string): string => bpmn(inside, `<bpmn:signal id="s" name="${name}"/>`)
const wait = (id: string): string =>
  `<bpmn:intermediateCatchEvent id="${id}"><bpmn:timerEventDefinition><bpmn:timeDuration>P300D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`
const chain = (...ids: string[]): string =>
  ids
    .slice(1)
    .map((id, i) => flow(`${ids[i]}-${id}`, ids[i]!, id))
    .join('')
const listening = (name: string): string =>
  around(
    name,
    `<bpmn:startEvent id="start"/><bpmn:intermediateCatchEvent id="catch">${definition}</bpmn:intermediateCatchEvent>${wait('after')}<bpmn:endEvent id="end"/>${chain('start', 'catch', 'after', 'end')}`,
  )
/** Goes on listening after it has heard: whoever gives it a signal twice is found out. */
const listeningOn = (name: string): string =>
  around(
    name,
    `<bpmn:startEvent id="start"/><bpmn:subProcess id="work"><bpmn:startEvent id="in"/>${wait('after')}<bpmn:endEvent id="out"/>${chain('in', 'after', 'out')}</bpmn:subProcess>` +
      `<bpmn:boundaryEvent id="catch" attachedToRef="work" cancelActivity="false">${definition}</bpmn:boundaryEvent><bpmn:endEvent id="heard"/><bpmn:endEvent id="end"/>` +
      chain('start', 'work', 'end') +
      chain('catch', 'heard'),
  )

eachDatabase('signals', database => {
  let test: TestEngine
  beforeAll(async () => {
    test = await anEngine(database)
  })
  afterAll(() => test.close())

  const toss = async (name: string, id = newId(), engine = test.engine): Promise<string> => {
    test.clock.advance(1)
    const at = test.clock.now().toISOString()
    const outcome = await throwSignal(engine, { id, name, data: { why: name }, at, by: 'ann', source: 'api' })
    if ('reused' in outcome) throw new Error('reused')
    return id
  }
  const many = async (xml: string, count: number): Promise<string[]> => {
    const id = await test.process(xml)
    const started: string[] = []
    for (let i = 0; i < count; i += 25)
      started.push(...(await Promise.all(Array.from({ length: Math.min(25, count - i) }, () => test.start(id)))))
    return started
  }
  const once = (instances: string[]): Record<string, number> => Object.fromEntries(instances.map(each => [each, 1]))
  const caught = async (instances: string[]): Promise<Record<string, number>> => {
    const all = await completions(test, 'catch')
    return Object.fromEntries(instances.flatMap(each => (all[each] ? [[each, all[each]]] : [])))
  }

  it('reach all who listen, with their data, and nobody else', async () => {
    const [stop, go] = [await many(listening('stop'), 3), await many(listening('go'), 2)]
    const id = await toss('stop')
    await test.after(0)
    expect(await caught([...stop, ...go])).toEqual(once(stop))
    expect((await test.state(stop[0]!)).variables).toMatchObject([{ name: 'why', value: 'stop' }])
    expect(await readSignal(reader(test.store.db), id)).toMatchObject({ status: 'done', reached: 3, started: 0, open_jobs: 0 })
    expect(await test.rows("SELECT id FROM jobs WHERE kind LIKE 'signal%'")).toEqual([])
  })

  it('reach 250 instances in pages on two servers, each once', async () => {
    const instances = await many(listeningOn('crowd'), 250)
    const other = await secondServer(test)
    const worker = new JobWorker(other.engine.db, test.clock)
    registerEngineJobs(worker, other.engine)
    registerMessageJobs(worker, other.engine)
    const id = await toss('crowd')
    await Promise.all([test.worker.runDue(), worker.runDue()])
    await Promise.all([test.worker.runDue(), worker.runDue()])
    expect(await caught(instances)).toEqual(once(instances))
    expect(await readSignal(reader(test.store.db), id)).toMatchObject({ status: 'done', reached: 250 })
    await other.close()
  })

  it('reach everybody once when the server is killed again and again on the way', async () => {
    const instances = await many(listeningOn('killed'), 150)
    const id = await toss('killed')
    let kills = 0
    for (let round = 0; round < 60; round++) {
      // each life is a little longer than the one before, and ends wherever it is
      const mortal = mortalEngine(test.engine, 3 + round * 7)
      const jobs = await claimJobs(test.store.db, test.clock.now(), 20, 60_000)
      const mine = jobs.filter(job => job.kind in carriers)
      if (mine.length === 0) break
      const lives = await Promise.allSettled(mine.map(job => carriers[job.kind]!(mortal, job)))
      kills += lives.filter(life => life.status === 'rejected').length
      // the leases of the dead run out
      test.clock.advance(2 * 60_000)
    }
    expect(kills).toBeGreaterThan(5)
    await test.after(0)
    expect(await caught(instances)).toEqual(once(instances))
    expect(await readSignal(reader(test.store.db), id)).toMatchObject({ status: 'done', reached: 150 })
  })

  it('are given by nobody who was paused beyond his lease', async () => {
    const instances = await many(listeningOn('fenced'), 6)
    await toss('fenced')
    const [root] = await claimJobs(test.store.db, test.clock.now(), 20, 60_000)
    await spreadSignal(test.engine, root!)
    const [page] = await claimJobs(test.store.db, test.clock.now(), 20, 60_000)
    expect(page!.kind).toBe('signal-page')
    test.clock.advance(2 * 60_000)
    await test.worker.runDue()
    await expect(givePage(test.engine, page!)).rejects.toThrow(page!.id)
    expect(await caught(instances)).toEqual(once(instances))
  })

  it('start processes, once for each id', async () => {
    const xml = around(
      'begin',
      `<bpmn:startEvent id="begun">${definition}</bpmn:startEvent>${wait('after')}<bpmn:endEvent id="end"/>${chain('begun', 'after', 'end')}`,
    )
    await Promise.all([test.process(xml), test.process(xml)])
    const id = newId()
    await Promise.all(Array.from({ length: 10 }, () => toss('begin', id)))
    await test.after(0)
    await toss('begin', id)
    await test.after(0)
    expect(Object.values(await completions(test, 'begun'))).toEqual([1, 1])
    expect(await readSignal(reader(test.store.db), id)).toMatchObject({ status: 'done', started: 2 })
    await expect(toss('other', id)).rejects.toThrow('reused')
  })

  it('do not reach who only then begins to listen, also in the instance that throws', async () => {
    const xml = around(
      'ping',
      `<bpmn:startEvent id="start"/><bpmn:intermediateThrowEvent id="throw">${definition}</bpmn:intermediateThrowEvent>` +
        `<bpmn:intermediateCatchEvent id="catch">${definition}</bpmn:intermediateCatchEvent>${wait('after')}<bpmn:endEvent id="end"/>${chain('start', 'throw', 'catch', 'after', 'end')}`,
    )
    const [earlier] = await many(listening('ping'), 1)
    test.clock.advance(5)
    const [thrower] = await many(xml, 1)
    test.clock.advance(5)
    const [later] = await many(listening('ping'), 1)
    await test.after(0)
    expect(await at(test, earlier!)).toEqual(['after'])
    expect(await at(test, thrower!)).toEqual(['catch'])
    expect(await at(test, later!)).toEqual(['catch'])
  })

  it('do not reach a second listener of an instance that began after the throw', async () => {
    const catching = (id: string): string => `<bpmn:intermediateCatchEvent id="${id}">${definition}</bpmn:intermediateCatchEvent>`
    const xml = around(
      'twice',
      `<bpmn:startEvent id="start"/><bpmn:parallelGateway id="split"/>${catching('now')}${wait('pause')}${catching('then')}<bpmn:endEvent id="end"/>${chain('start', 'split', 'now', 'end')}${chain('split', 'pause', 'then', 'end')}`,
    )
    const [instance] = await many(xml, 1)
    await toss('twice')
    test.clock.advance(301 * 24 * HOUR)
    await test.command(instance!, { type: 'fireTimer', timer: (await test.state(instance!)).timers[0]!.id, by: 'system' })
    await test.after(0)
    expect(await at(test, instance!)).toEqual(['then'])
  })

  it('give an instance with several listeners one command', async () => {
    const catching = ['a', 'b', 'c'].map(
      id => `<bpmn:intermediateCatchEvent id="${id}">${definition}</bpmn:intermediateCatchEvent>${chain('split', id, 'join')}`,
    )
    const xml = around(
      'all',
      `<bpmn:startEvent id="start"/><bpmn:parallelGateway id="split"/>${catching.join('')}<bpmn:parallelGateway id="join"/>${wait('after')}<bpmn:endEvent id="end"/>${chain('start', 'split')}${chain('join', 'after', 'end')}`,
    )
    const [instance] = await many(xml, 1)
    await toss('all')
    await test.after(0)
    expect(await at(test, instance!)).toEqual(['after'])
    expect(await test.rows("SELECT rev FROM command_log WHERE instance_id = ? AND type = 'signal'", [instance])).toHaveLength(1)
  })

  it('reach a hundred listeners at a time where one instance has more', async () => {
    const loop =
      '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>250</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>'
    const child = `<bpmn:startEvent id="in"/><bpmn:intermediateCatchEvent id="catch">${definition}</bpmn:intermediateCatchEvent><bpmn:endEvent id="out"/>${chain('in', 'catch', 'out')}`
    const xml = around(
      'children',
      `<bpmn:startEvent id="start"/><bpmn:subProcess id="each">${loop}${child}</bpmn:subProcess>${wait('after')}<bpmn:endEvent id="end"/>${chain('start', 'each', 'after', 'end')}`,
    )
    const [instance] = await many(xml, 1)
    await test.after(0)
    expect(await test.rows('SELECT id FROM subscriptions WHERE instance_id = ?', [instance])).toHaveLength(250)
    const id = await toss('children')
    await test.after(0)
    expect(await at(test, instance!)).toEqual(['after'])
    expect(await caught([instance!])).toEqual({ [instance!]: 250 })
    const commands = await test.rows("SELECT rev FROM command_log WHERE instance_id = ? AND type = 'signal'", [instance])
    expect(commands).toHaveLength(3)
    expect(await readSignal(reader(test.store.db), id)).toMatchObject({ status: 'done', reached: 1 })
  })

  it('wait for instances that are busy or broken without holding up the others', async () => {
    const instances = await many(listening('broken'), 5)
    // what cannot be loaded fails at every try
    const sick = instances[2]!
    await test.store.db.query('UPDATE instances SET definition = ? WHERE id = ?', ['gone', sick])
    await toss('broken')
    for (let n = 0; n < 6; n++) await test.after(HOUR / 4)
    const others = instances.filter(each => each !== sick)
    expect(await caught(instances)).toEqual(once(others))
    const { definition: whole } = (
      await test.rows<{ definition: string }>('SELECT definition FROM instances WHERE id = ?', [others[0]])
    )[0]!
    await test.store.db.query('UPDATE instances SET definition = ? WHERE id = ?', [whole, sick])
    await test.after(HOUR)
    expect(await caught(instances)).toEqual(once(instances))
  })

  it('are given once by a job of one instance that died between giving and its end', async () => {
    const [instance] = await many(listeningOn('once more'), 1)
    const id = await toss('once more')
    await test.after(0)
    const payload = { signal: id, after: instance!, to: instance!, reached: 1 }
    const nextAt = test.clock.now().toISOString()
    await inTransaction(test.store.db, async tx => {
      await openJob(tx, id)
      await addJobs(tx, [{ id: `signal.${id}.for.${instance}`, kind: 'signal-one', instance: instance!, nextAt, payload }])
    })
    await test.after(0)
    expect(await caught([instance!])).toEqual(once([instance!]))
    expect(await test.rows("SELECT id FROM jobs WHERE kind = 'signal-one'")).toEqual([])
  })
})

const carriers: Record<string, (engine: Engine, job: Job) => Promise<void>> = {
  signal: spreadSignal,
  'signal-page': givePage,
  'signal-one': giveOne,
}

/** Its clock stands still after some looks, and with it everything: what is committed stays, nothing more is written. */
function mortalEngine(engine: Engine, looks: number): Engine {
  let left = looks
  const now = (): Date => {
    if ((left -= 1) < 0) throw new Error('killed')
    return engine.clock.now()
  }
  return { ...engine, clock: { now } }
}
