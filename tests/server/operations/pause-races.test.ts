import { reader } from '../../../server/db/transaction.js'
import { NEVER } from '../../../server/jobs/hold-jobs.js'
import { pauseProcess, resumeProcess } from '../../../server/operations/pause-process.js'
import { registerOperationJobs } from '../../../server/operations/register-jobs.js'
import { chain, diagram, end, start, timer, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, HOUR, type TestEngine } from '../../support/engine.js'
import { aForm } from '../../support/forms.js'
import { send } from '../../support/messages.js'
import { aProcess } from '../../support/process.js'

jest.setTimeout(120_000)

eachDatabase('pausing and resuming while everything goes on', database => {
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
  /** Pauses and resumes over and over while `work` goes on, then resumes for good and does what is left. */
  const underIt = async (process: string, work: () => Promise<unknown>): Promise<void> => {
    let busy = true
    const toggling = (async () => {
      for (let n = 0; busy || n < 5; n++) {
        await pauseProcess(test.engine, process, ann)
        await test.worker.runDue()
        await resumeProcess(test.engine, process, ann)
        await test.worker.runDue()
      }
    })()
    await work().finally(() => (busy = false))
    await toggling
    // a command that met a pause is tried again a little later
    await test.after(HOUR)
    expect(await reader(test.store.db).query('SELECT id FROM jobs WHERE next_at = ?', [NEVER])).toEqual([])
  }

  it('starts one instance for each saved record', async () => {
    const form = await test.form(aForm('lead').text('name').build())
    const definition = await test.process(
      diagram(start('start', { form: 'lead', on: 'created' }) + timer('after', 'P300D') + end() + chain('start', 'after', 'end')),
    )
    const records: string[] = []
    await underIt(await processOf(definition), async () => {
      for (let n = 0; n < 12; n++)
        await Promise.all(
          Array.from({ length: 5 }, async () => {
            const submitted = await test.submit({ form, raw: { name: `${n}` } })
            if ('problems' in submitted) throw new Error(JSON.stringify(submitted.problems))
            records.push(submitted.record.id)
          }),
        )
    })
    const started = await test.rows<{ record_id: string }>('SELECT record_id FROM instances WHERE definition = ?', [definition])
    expect(started.map(row => row.record_id).sort()).toEqual(records.sort())
  })

  it('fires each timer once', async () => {
    const definition = await test.process(
      diagram(start() + timer('wait', 'PT2H') + user('a') + end() + chain('start', 'wait', 'a', 'end')),
    )
    const ids = await Promise.all(Array.from({ length: 60 }, () => test.start(definition, { by: ann })))
    test.clock.advance(2 * HOUR)
    await underIt(await processOf(definition), () => test.worker.runDue())
    const fired = await test.rows<{ instance_id: string }>(
      `SELECT l.instance_id FROM activity_log l JOIN instances i ON i.id = l.instance_id
       WHERE i.definition = ? AND l.element = 'wait' AND l.type = 'completed'`,
      [definition],
    )
    expect(fired.map(row => row.instance_id).sort()).toEqual(ids.sort())
  })

  it('gives each message to its receiver, and starts one instance for each that starts', async () => {
    const waits = await test.process(
      aProcess('waits').start().message('got', 'paid', 'order').timer('after', 'P300D').end().xml(),
    )
    const starts = await test.process(
      aProcess('starts').start('begun', '<bpmn:messageEventDefinition messageRef="message-ordered"/>').timer('after', 'P300D').end().xml()
        .replace('<bpmn:process', '<bpmn:message id="message-ordered" name="ordered"/>\n<bpmn:process'),
    ) // prettier-ignore
    const ids = await Promise.all(Array.from({ length: 20 }, (_, n) => test.start(waits, { by: ann, data: { order: `o${n}` } })))
    await underIt(await processOf(waits), async () => {
      for (let n = 0; n < 20; n++) await send(test.engine, 'paid', { key: `o${n}` })
    })
    const got = await test.rows<{ instance_id: string }>(
      "SELECT l.instance_id FROM activity_log l JOIN instances i ON i.id = l.instance_id WHERE i.definition = ? AND l.element = 'got' AND l.type = 'completed'",
      [waits],
    )
    expect(got.map(row => row.instance_id).sort()).toEqual(ids.sort())
    await underIt(await processOf(starts), async () => {
      for (let n = 0; n < 20; n++) await send(test.engine, 'ordered')
    })
    expect(await test.rows('SELECT id FROM instances WHERE definition = ?', [starts])).toHaveLength(20)
  })
})
