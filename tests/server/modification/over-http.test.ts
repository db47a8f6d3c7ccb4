import { reader } from '../../../server/db/transaction.js'
import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'
import { aProcess } from '../../support/process.js'
import { settled } from '../../support/settled.js'

jest.setTimeout(60_000)

const NOTE = '<formloom:action type="notify" title="Approved"><formloom:to type="initiator"/></formloom:action>'

eachDatabase('return, modification and migration over HTTP', database => {
  let app: TestApp
  let admin: Client
  let ann: Client
  let bob: Client
  let annId: string
  let home: string
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    home = (await admin.post('/apps', { name: 'Tests' })).body.id
    annId = (await admin.post('/users', { account: 'ann', name: 'Ann', password: testPassword })).body.id
    await admin.post('/users', { account: 'bob', name: 'Bob', password: testPassword })
    ann = await app.signIn('ann')
    bob = await app.signIn('bob')
  })
  afterAll(() => app.close())

  const rows = <Row>(sql: string, values: unknown[]): Promise<Row[]> => reader(app.db).query<Row>(sql, values)
  /** a → (note) → b → c, all of Ann; b may be returned. */
  const steps = (last = 'c') =>
    aProcess('p')
      .start()
      .user('a', { user: annId })
      .service('note', NOTE)
      .user('b', { user: annId })
      .user(last, { user: annId })
      .end()
      .xml()
      .replace('<bpmn:userTask id="b"', '<bpmn:userTask id="b" formloom:returns="any"')
  const publish = async (xml: string, known?: string): Promise<string> => {
    const draft = known
      ? (await admin.get(`/processes/${known}`)).body
      : (await admin.post(`/apps/${home}/processes`, { name: 'Matter', xml })).body
    const { revision } = known
      ? (await admin.put(`/processes/${known}`, { revision: draft.revision, name: 'Matter', xml })).body
      : draft
    const published = await admin.post(`/processes/${draft.id}/publish`, { revision })
    expect(published.status).toBeLessThan(300)
    return draft.id
  }
  const launch = async (process: string): Promise<string> => (await admin.post(`/processes/${process}/start`, {})).body.instance
  const openTask = async (instance: string): Promise<{ id: string; element: string }> => {
    const [row] = await rows<{ id: string; element: string }>(
      "SELECT id, element FROM tasks WHERE instance_id = ? AND status = 'open'",
      [instance],
    )
    return row!
  }
  const complete = async (instance: string): Promise<void> => {
    const done = await ann.post(`/tasks/${(await openTask(instance)).id}/complete`, {})
    expect(done.status).toBe(200)
  }
  const at = async (instance: string) => (await openTask(instance)).element
  const commands = async (instance: string, type: string): Promise<string[]> =>
    (await rows<{ detail: string }>('SELECT detail FROM command_log WHERE instance_id = ? AND type = ?', [instance, type])).map(
      row => row.detail,
    )

  it('a person returns his task: where to, what it changes, once however often it is sent', async () => {
    const instance = await launch(await publish(steps()))
    await complete(instance)
    const task = (await openTask(instance)).id
    const targets = await ann.get(`/instances/${instance}/targets?task=${task}`)
    expect(targets).toMatchObject({
      status: 200,
      body: {
        from: { element: 'b' },
        targets: [
          { element: 'a', kind: 'step' },
          { element: 'start', kind: 'start' },
        ],
      },
    })
    const preview = await ann.post(`/instances/${instance}/return/preview`, { task, to: 'a' })
    expect(preview.status).toBe(200)
    expect(preview.body.people).toEqual({ [annId]: 'Ann' })
    expect(preview.body.changes).toEqual([
      expect.objectContaining({
        code: 'CHANGE_NOT_UNDONE',
        at: 'note',
        params: expect.objectContaining({ kind: 'notify', times: 1 }),
      }),
      expect.objectContaining({ code: 'CHANGE_TASK_BEGINS', at: 'a', params: expect.objectContaining({ people: [annId] }) }),
    ])
    expect(await at(instance)).toBe('b')
    const key = { 'idempotency-key': `return-${instance}` }
    const asked = { task, to: 'a', policy: 'straight-back', opinion: 'the sum is missing' }
    const answers = await Promise.all([1, 2].map(() => ann.post(`/instances/${instance}/return`, asked, key)))
    expect(answers.map(each => each.status)).toEqual([200, 200])
    expect(await at(instance)).toBe('a')
    expect(await commands(instance, 'return')).toHaveLength(1)
    const [row] = await rows('SELECT status, outcome, opinion FROM tasks WHERE id = ?', [task])
    expect(row).toEqual({ status: 'completed', outcome: 'return', opinion: 'the sum is missing' })
    await complete(instance)
    expect(await at(instance)).toBe('b')
  })

  it('who may not is refused, and nothing changes', async () => {
    const instance = await launch(await publish(steps()))
    await complete(instance)
    await complete(instance)
    const task = (await openTask(instance)).id
    const token = (await rows<{ id: string }>('SELECT id FROM tokens WHERE instance_id = ?', [instance]))[0]!.id
    const path = `/instances/${instance}/return`
    expect(await ann.post(path, { task, to: 'a' })).toMatchObject({ status: 409, body: { code: 'RETURN_NOT_OFFERED' } })
    expect(await ann.post(path, { token, to: 'a' })).toMatchObject({ status: 403, body: { code: 'ADMIN_ONLY' } })
    expect(await bob.post(path, { task, to: 'a' })).toMatchObject({ status: 404, body: { code: 'NO_SUCH_INSTANCE' } })
    expect(await admin.post(path, { task, to: 'a' })).toMatchObject({ status: 403, body: { code: 'NOT_YOURS' } })
    expect(await admin.post(path, { token, to: 'end' })).toMatchObject({ status: 409, body: { code: 'RETURN_NOT_EARLIER' } })
    expect(await admin.post(path, { to: 'a' })).toMatchObject({ status: 400 })
    expect(await at(instance)).toBe('c')
    expect(await admin.post(path, { token, to: 'a' })).toMatchObject({ status: 200 })
    expect(await at(instance)).toBe('a')
  })

  it('an administrator modifies it: tried first, all or none, on record with its reason and without values', async () => {
    const instance = await launch(await publish(steps()))
    const path = `/instances/${instance}/modify`
    const instructions = [
      { do: 'move', from: { element: 'a' }, to: 'c' },
      { do: 'set', values: { salary: 4711 } },
    ]
    const reason = 'agreed by phone'
    expect(await ann.post(path, { instructions, reason })).toMatchObject({ status: 403 })
    const preview = await admin.post(`${path}/preview`, { instructions, reason })
    expect(preview.body.changes.map((each: { code: string; at: string }) => `${each.code} ${each.at}`)).toEqual([
      'CHANGE_TASK_ENDS a',
      'CHANGE_TASK_BEGINS c',
      'CHANGE_VARIABLE_SET salary',
    ])
    expect(await at(instance)).toBe('a')
    const refused = await admin.post(path, {
      instructions: [...instructions, { do: 'cancel', token: 'none' }, { do: 'activate', element: 'none' }],
      reason,
    })
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'MODIFICATION_REFUSED',
        problems: [{ code: 'NO_SUCH_TOKEN' }, { code: 'NO_SUCH_ELEMENT', params: { instruction: 3 } }],
      },
    })
    expect(await at(instance)).toBe('a')
    expect(await admin.post(path, { instructions, reason })).toMatchObject({ status: 200 })
    expect(await at(instance)).toBe('c')
    const [detail] = await commands(instance, 'modify')
    expect(detail).toContain(reason)
    expect(detail).not.toContain('4711')
    await complete(instance)
    expect((await admin.get(`/instances/${instance}`)).body.status).toBe('completed')
  })

  it('an administrator migrates it: what stands in the way, what became of it, and all pages still know it', async () => {
    const process = await publish(steps())
    const instance = await launch(process)
    await complete(instance)
    await complete(instance)
    const task = (await openTask(instance)).id
    await publish(steps('check'), process)
    const path = `/instances/${instance}/migrate`
    const asked = { version: 2, reason: 'new rules' }
    expect(await ann.post(path, asked)).toMatchObject({ status: 403 })
    expect(await admin.post(`${path}/preview`, asked)).toMatchObject({
      status: 409,
      body: { code: 'MIGRATION_REFUSED', problems: [{ code: 'MIGRATE_ELEMENT_GONE', at: 'c' }] },
    })
    expect(await admin.post(path, { ...asked, version: 9 })).toMatchObject({ status: 404, body: { code: 'NO_SUCH_VERSION' } })
    expect(await admin.post(path, { ...asked, version: 1 })).toMatchObject({ status: 409, body: { code: 'SAME_VERSION' } })
    const map = { c: 'check' }
    expect((await admin.post(`${path}/preview`, { ...asked, map })).status).toBe(200)
    expect((await admin.post(path, { ...asked, map })).status).toBe(200)
    expect((await admin.get(`/instances/${instance}`)).body).toMatchObject({ process: { version: 2 }, status: 'running' })
    expect((await ann.get(`/tasks/${task}`)).body).toMatchObject({ name: 'check' })
    await complete(instance)
    expect((await admin.get(`/instances/${instance}`)).body.status).toBe('completed')
  })

  it('many are migrated as a batch: those that can be, the others are named with the reason', async () => {
    const process = await publish(steps())
    const ids = [await launch(process), await launch(process), await launch(process)]
    await complete(ids[0]!)
    await complete(ids[0]!)
    await publish(steps('check'), process)
    const late = await launch(process)
    const batch = await admin.post('/batches', {
      kind: 'migrate',
      filter: { process },
      options: { version: 2, reason: 'new rules' },
    })
    expect(batch.status).toBe(201)
    await settled(app)
    const done = (await admin.get(`/batches/${batch.body.id}`)).body
    expect(done).toMatchObject({ status: 'done', total: 4, done: 2, failed: 1, skipped: 1 })
    expect(done.problems).toEqual([{ instance: ids[0], problem: expect.objectContaining({ code: 'MIGRATION_REFUSED' }) }])
    const versions = await Promise.all([...ids, late].map(async id => (await admin.get(`/instances/${id}`)).body.process.version))
    expect(versions).toEqual([1, 2, 2, 2])
  })
})
