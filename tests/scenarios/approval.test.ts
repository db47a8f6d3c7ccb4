import { JobWorker } from '../../server/jobs/job-worker.js'
import { anApp, testPassword, type TestApp } from '../support/app.js'
import type { Client } from '../support/client.js'
import { chain, diagram, end, exclusive, flow, service, start, timerOn, user } from '../support/diagram.js'
import { eachDatabase } from '../support/each-database.js'
import { aForm } from '../support/forms.js'

jest.setTimeout(60_000)

const approval = diagram(
  start('start', { form: 'lead', on: 'created', when: 'amount > 100' }) +
    user('approve', {
      who: { type: 'role', role: 'boss' },
      outcomes: [
        { name: 'yes', label: 'Yes' },
        { name: 'no', label: 'No', opinion: 'true' },
      ],
      rights: { grade: 'required', secret: 'hidden' },
      due: 'P2D',
    }) +
    timerOn('late', 'approve', 'P1D', false) +
    service(
      'remind',
      { type: 'notify', title: 'waiting' },
      {},
      '<formloom:body>{{ name }} waits</formloom:body><formloom:assignment type="role" role="boss" />',
    ) +
    end('reminded') +
    exclusive('agreed', 'agreed_drop') +
    service('mark', { type: 'set-fields' }, { state: '"won"' }) +
    user('follow', { who: { type: 'initiator' }, due: 'P3D' }) +
    end('done') +
    end('drop') +
    chain('start', 'approve', 'agreed') +
    chain('late', 'remind', 'reminded') +
    flow('agreed', 'mark', 'outcome = "yes"') +
    flow('agreed', 'drop') +
    chain('mark', 'follow', 'done'),
)
const form = aForm('lead')
  .text('name', { required: true })
  .number('amount')
  .choice('grade', ['A', 'B'])
  .text('secret')
  .text('state')
  .build()

eachDatabase('an approval through HTTP', database => {
  let app: TestApp
  let admin: Client
  let ben: Client
  let bea: Client
  let sam: Client
  let formId: string

  const must = async <T>(answer: Promise<{ status: number; body: T }>, status = 200): Promise<T> => {
    const { status: got, body } = await answer
    if (got !== status) throw new Error(`${got}, not ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const account = async (name: string, roles: string[]): Promise<Client> => {
    await must(admin.post('/users', { account: name, name, password: testPassword, roles }), 201)
    return app.signIn(name)
  }
  const submit = (values: object) => must(sam.post(`/forms/${formId}/records`, { values }), 201)
  const taskOf = async (who: Client) => (await must(who.get('/tasks?folder=todo'))).items[0]
  const due = () => app.get(JobWorker).runDue()

  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    const lead = (await must(admin.post('/apps', { name: 'CRM' }), 201)).id
    const draft = await must(admin.post(`/apps/${lead}/forms`, { name: 'Lead', key: 'lead', form }), 201)
    formId = draft.id
    await must(admin.post(`/forms/${formId}/publish`, { revision: draft.revision }))
    const role = await must(admin.post('/roles', { name: 'boss', grants: [] }), 201)
    const sales = await must(
      admin.post('/roles', { name: 'sales', grants: [{ form: formId, actions: ['view', 'create', 'edit'], rows: 'own' }] }),
      201,
    )
    ben = await account('ben', [role.id])
    bea = await account('bea', [role.id])
    sam = await account('sam', [sales.id])
    const xml = approval.replaceAll('role="boss"', `role="${role.id}"`)
    const process = await must(admin.post(`/apps/${lead}/processes`, { name: 'Approval', xml }), 201)
    expect(process.problems.filter((each: { severity: string }) => each.severity === 'error')).toEqual([])
    const published = await must(admin.post(`/processes/${process.id}/publish`, { revision: process.revision }))
    expect(published).toMatchObject({ version: 1, changed: false })
  })
  afterAll(() => app.close())

  it('leads a record from the form over the decision to the follow-up, and everybody sees where it stands', async () => {
    const record = await submit({ name: 'Acme', amount: 500, secret: 'x' })
    const { id } = await taskOf(ben)
    const task = await must(ben.get(`/tasks/${id}`))
    expect(task).toMatchObject({
      mine: true,
      claimable: true,
      title: 'Acme',
      access: { grade: 'required', '*': 'read' },
      unread: true,
    })
    expect(task.record.values).toEqual({ name: 'Acme', amount: '500' })
    expect((await must(bea.get('/notifications')))[0]).toMatchObject({
      code: 'TASK_NEW',
      title: 'Acme',
      body: 'approve',
      read: false,
    })

    expect(await ben.post(`/tasks/${id}/complete`, { outcome: 'yes' })).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'REQUIRED', at: 'grade' }] },
    })
    expect(await ben.post(`/tasks/${id}/complete`, { outcome: 'no', values: { grade: 'B' } })).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'OPINION_REQUIRED', at: 'opinion' }] },
    })
    expect((await ben.post(`/tasks/${id}/complete`, { outcome: 'yes', values: { grade: 'A', secret: 'y' } })).status).toBe(400)
    expect((await ben.post(`/tasks/${id}/complete`, { outcome: 'yes', values: { grade: 'A', name: 'Other' } })).status).toBe(400)
    expect((await sam.post(`/tasks/${id}/complete`, { outcome: 'yes', values: { grade: 'A' } })).status).toBe(403)

    await must(ben.post(`/tasks/${id}/complete`, { outcome: 'yes', values: { grade: 'A' }, rev: task.record.rev }))
    const after = await must(sam.get(`/forms/${formId}/records/${record.id}`))
    expect(after.values).toMatchObject({ grade: 'A', state: 'won', secret: 'x' })

    expect(await bea.post(`/tasks/${id}/complete`, { outcome: 'no', opinion: 'late', values: { grade: 'B' } })).toMatchObject({
      status: 409,
      body: { code: 'TASK_DONE', params: { by: 'ben', outcome: 'yes' } },
    })

    const info = await must(sam.get(`/instances/${after.instances[0].id}`))
    expect(info.steps.map((step: { element: string; state: string }) => `${step.element} ${step.state}`)).toEqual([
      'start done',
      'approve done',
      'follow current',
      'done predicted',
    ])
    expect(info.elements).toMatchObject({
      approve: { state: 'done' },
      agreed_mark: { state: 'taken' },
      follow: { state: 'current', people: ['sam'] },
    })
    const follow = await taskOf(sam)
    expect(follow).toMatchObject({ name: 'follow', title: 'Acme', formId, recordId: record.id })
    await must(sam.post(`/tasks/${follow.id}/complete`, {}))
    expect((await must(sam.get(`/instances/${after.instances[0].id}`))).status).toBe('completed')
  })

  it('gives one of two parallel completions the task, and writes nothing of the other', async () => {
    const record = await submit({ name: 'Race', amount: 500 })
    const { id } = await taskOf(ben)
    const answers = await Promise.all([
      ben.post(`/tasks/${id}/complete`, { outcome: 'yes', values: { grade: 'A' } }),
      bea.post(`/tasks/${id}/complete`, { outcome: 'no', opinion: 'no', values: { grade: 'B' } }),
    ])
    expect(answers.map(each => each.status).sort()).toEqual([200, 409])
    const winner = answers[0].status === 200 ? 'ben' : 'bea'
    expect(answers.find(each => each.status === 409)!.body).toMatchObject({ code: 'TASK_DONE', params: { by: winner } })
    const { values } = await must(sam.get(`/forms/${formId}/records/${record.id}`))
    expect(values.grade).toBe(winner === 'ben' ? 'A' : 'B')
    expect(values.state).toBe(winner === 'ben' ? 'won' : undefined)
  })

  it('answers a repeated completion with the first answer', async () => {
    await submit({ name: 'Twice', amount: 500 })
    const { id } = await taskOf(ben)
    const send = () =>
      ben.post(`/tasks/${id}/complete`, { outcome: 'yes', values: { grade: 'A' } }, { 'idempotency-key': 'one-two' })
    const answers = [...(await Promise.all([send(), send(), send()])), await send()]
    expect(new Set(answers.map(each => JSON.stringify([each.status, each.body]))).size).toBe(1)
    expect(answers[0]!.status).toBe(200)
  })

  it('starts nothing where the condition does not hold', async () => {
    const record = await submit({ name: 'Small', amount: 5 })
    expect(record.instances).toEqual([])
  })

  it('reminds once when a day has passed, also over a restart', async () => {
    await submit({ name: 'Slow', amount: 500 })
    app.clock.advance(25 * 3_600_000)
    await due()
    await due()
    const notes = (await must(ben.get('/notifications'))).filter(
      (each: { code: string; body: string }) => each.code === 'NOTE' && each.body === 'Slow waits',
    )
    expect(notes).toHaveLength(1)
    app = await app.restart()
    ben = await app.signIn('ben')
    bea = await app.signIn('bea')
    sam = await app.signIn('sam')
    admin = await app.signIn('admin')
    const { id } = await taskOf(ben)
    await must(ben.post(`/tasks/${id}/claim`))
    expect(await bea.post(`/tasks/${id}/claim`)).toMatchObject({
      status: 409,
      body: { code: 'TASK_TAKEN', params: { by: 'ben' } },
    })
    await must(ben.post(`/tasks/${id}/complete`, { outcome: 'no', opinion: 'too slow', values: { grade: 'B' } }))
    const done = await must(ben.get('/tasks?folder=done'))
    expect(done.items[0]).toMatchObject({ id, outcomeLabel: 'No', state: 'completed' })
  })

  it('shows nothing to who has nothing to do with it', async () => {
    await submit({ name: 'Mine', amount: 500 })
    const { id, instanceId } = await taskOf(ben)
    const stranger = await account('stranger', [])
    for (const path of [`/tasks/${id}`, `/instances/${instanceId}`]) expect((await stranger.get(path)).status).toBe(404)
    expect((await stranger.post(`/tasks/${id}/complete`, { outcome: 'yes' })).status).toBe(404)
    const home = await must(ben.get('/home'))
    expect(home.approvals.map((each: { id: string }) => each.id)).toContain(id)
    expect((await must(stranger.get('/home'))).approvals).toEqual([])
  })

  it('tells what others changed since a task was last opened', async () => {
    const record = await submit({ name: 'Moving', amount: 500 })
    const { items } = await must(bea.get('/tasks?search=moving'))
    const open = () => must(bea.get(`/tasks/${items[0].id}`))
    expect((await open()).changes).toEqual([])
    app.clock.advance(60_000)
    await must(
      sam.patch(`/forms/${formId}/records/${record.id}`, {
        rev: record.rev,
        values: { amount: 700, secret: 'hidden from the step' },
      }),
    )
    app.clock.advance(60_000)
    const { changes, unread } = await open()
    expect(changes).toMatchObject([{ by: { name: 'sam' }, changes: [{ field: 'amount', before: '500', after: '700' }] }])
    expect(unread).toBe(false)
    expect(
      await bea.post(`/tasks/${items[0].id}/complete`, { outcome: 'yes', values: { grade: 'A' }, rev: record.rev }),
    ).toMatchObject({
      status: 409,
      body: { code: 'RECORD_CHANGED' },
    })
  })

  it('hands a task over, and tells who gets it', async () => {
    await submit({ name: 'Given', amount: 500 })
    const { items } = await must(bea.get('/tasks?folder=todo&search=given'))
    const people = await must(admin.get('/people?search=sam'))
    await must(bea.post(`/tasks/${items[0].id}/claim`))
    expect((await ben.post(`/tasks/${items[0].id}/transfer`, { to: people[0].id })).status).toBe(403)
    await must(bea.post(`/tasks/${items[0].id}/transfer`, { to: people[0].id, note: 'yours' }), 204)
    expect((await must(sam.get('/tasks?search=given'))).items).toMatchObject([{ id: items[0].id, assignee: { name: 'sam' } }])
    expect((await must(sam.get('/notifications')))[0]).toMatchObject({
      code: 'TASK_TRANSFERRED',
      title: 'Given',
      body: 'approve: yours',
    })
  })
})
