import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { reader } from '../../server/db/transaction.js'
import { anApp, testPassword, type TestApp } from '../support/app.js'
import type { Answer, Client } from '../support/client.js'
import { compileServer } from '../support/compiled.js'
import { chain, diagram, end, service, start, user } from '../support/diagram.js'
import { eachDatabase } from '../support/each-database.js'
import { aForm } from '../support/forms.js'

jest.setTimeout(120_000)

const lead = aForm('lead')
  .text('name', { required: true })
  .number('amount')
  .text('grade')
  .text('secret', { hidden: true })
  .text('note')
  .text('state')
  .build()
const process = (boss: string): string =>
  diagram(
    start('start', { form: 'lead', on: 'created' }) +
      user('approve', { who: { type: 'role', role: boss }, rights: { note: 'write', secret: 'hidden' } }) +
      service('mark', { type: 'set-fields' }, { state: '"done"' }) +
      end() +
      chain('start', 'approve', 'mark', 'end'),
  )
const endless = '($f := function($x){ $f($x) }; $f(1))'

const texts = join(__dirname, '../../web/text')
/** The sentences for problem codes of a language, all files together. */
const sentences = (language: string): Record<string, string> =>
  Object.assign(
    {},
    ...readdirSync(join(texts, language))
      .filter(name => name.startsWith('problems'))
      .map(name => (require(join(texts, language, name)) as { default: object }).default),
  )
const [chinese, english] = [sentences('zh-CN'), sentences('en')]

/** The answer says what is wrong: status, stable code, a sentence for each code in both languages, nothing of our inside. */
function says(answer: Answer, status: number, code: string, at?: string): void {
  const problems = (answer.body.problems ?? []) as { code: string; at?: string }[]
  expect({ status: answer.status, codes: [answer.body.code, ...problems.map(each => each.code)] }).toEqual({
    status,
    codes: expect.arrayContaining([code]),
  })
  if (at !== undefined) expect(problems).toContainEqual(expect.objectContaining({ code, at }))
  expect(String(answer.headers['content-type'])).toContain('problem+json')
  const told = problems.length > 0 ? problems.map(each => each.code) : [answer.body.code as string]
  expect(told.filter(each => !chinese[each] || !english[each])).toEqual([])
  expect(JSON.stringify(answer.body)).not.toMatch(/SELECT|INSERT|sqlite|node_modules|\bat .*:\d+:\d+/)
}

eachDatabase('errors are clear, and nothing is lost or half done', database => {
  let app: TestApp
  let admin: Client
  let ann: Client
  let ben: Client
  let appId: string
  let boss: string

  const must = async <T = any>(answer: Promise<Answer<T>>): Promise<T> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body
  }
  const members: string[] = []
  const grants: object[] = []
  /** A published form; `key` must be new. */
  const aPublished = async (key: string): Promise<string> => {
    const draft = await must(admin.post(`/apps/${appId}/forms`, { name: key, key, form: { ...lead, key } }))
    await must(admin.post(`/forms/${draft.id}/publish`, { revision: draft.revision }))
    grants.push({ form: draft.id, actions: ['view', 'create', 'edit'], rows: 'all' })
    await must(admin.patch(`/roles/${boss}`, { members, grants }))
    return draft.id
  }
  const aProcess = async (form: string): Promise<void> => {
    const xml = process(boss).replace('form="lead"', `form="${form}"`)
    const made = await must(admin.post(`/apps/${appId}/processes`, { name: form, xml }))
    await must(admin.post(`/processes/${made.id}/publish`, { revision: made.revision }))
  }
  /** All rows of all tables, besides who looked at what when. */
  const everything = async (): Promise<Record<string, unknown[]>> => {
    const read = reader(app.db)
    const sql =
      database === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name'
    const kept: Record<string, unknown[]> = {}
    for (const { name } of await read.query<{ name: string }>(sql)) {
      if (['sessions', 'task_views'].includes(name)) continue
      // the house's own cleaning comes when its time has come, whoever asks for what
      const cleaning = name === 'jobs' ? " WHERE kind NOT IN ('sweep-messages', 'retention')" : ''
      const rows = await read.query(`SELECT * FROM ${name}${cleaning}`)
      kept[name] = rows.map(row => JSON.stringify({ ...row, last_seen_at: undefined })).sort()
    }
    return kept
  }
  /** Does `work` and asks that no row of the database is another one afterwards. */
  const leavesAll = async (work: () => Promise<unknown>): Promise<void> => {
    const before = await everything()
    await work()
    expect(await everything()).toEqual(before)
  }

  beforeAll(async () => {
    compileServer('expressions/expression-child.js')
    app = await anApp({ database })
    admin = await app.admin()
    appId = (await must(admin.post('/apps', { name: 'CRM' }))).id
    boss = (await must(admin.post('/roles', { name: 'boss', grants: [] }))).id
    for (const account of ['ann', 'ben'])
      members.push((await must(admin.post('/users', { account, name: account, password: testPassword, roles: [boss] }))).id)
    ann = await app.signIn('ann')
    ben = await app.signIn('ben')
  })
  afterAll(() => app.close())

  it('a wrong password', () =>
    leavesAll(async () => {
      says(await app.anybody().post('/session', { account: 'ann', password: 'not hers at all' }), 401, 'WRONG_PASSWORD')
      says(await app.anybody().post('/session', { account: 'nobody', password: 'not his at all' }), 401, 'WRONG_PASSWORD')
    }))

  it('an id of somebody else’s record, form, task or instance', async () => {
    const form = await aPublished('foreign')
    const record = await must(ann.post(`/forms/${form}/records`, { values: { name: 'Hers' } }))
    await must(admin.post('/users', { account: `out-${database}`, name: 'Out', password: testPassword, roles: [] }))
    const outsider = await app.signIn(`out-${database}`)
    await leavesAll(async () => {
      says(await outsider.get(`/forms/${form}/records/${record.id}`), 404, 'NO_SUCH_FORM')
      says(await outsider.patch(`/forms/${form}/records/${record.id}`, { rev: 1, values: { name: 'His' } }), 404, 'NO_SUCH_FORM')
      says(await ann.get(`/forms/${form}/records/01m80000000000000000000000`), 404, 'NO_SUCH_RECORD')
      says(await ann.patch(`/forms/${form}/records/nothing`, { rev: 1, values: { name: 'x' } }), 404, 'NO_SUCH_RECORD')
      says(await ann.get('/forms/nothing/records'), 404, 'NO_SUCH_FORM')
      says(await ann.get('/tasks/nothing'), 404, 'NO_SUCH_TASK')
      says(await ann.post('/tasks/nothing/complete', {}), 404, 'NO_SUCH_TASK')
      says(await ann.get('/instances/nothing'), 404, 'NO_SUCH_INSTANCE')
    })
  })

  it('a field that does not exist, and one that is hidden', async () => {
    const form = await aPublished('fields')
    const record = await must(ann.post(`/forms/${form}/records`, { values: { name: 'One' } }))
    const link = (await must(admin.post(`/forms/${form}/links`, { name: 'door' }))).url.replace('/f/', '')
    await leavesAll(async () => {
      for (const field of ['colour', '__proto__x', 'id', 'created_by']) {
        says(await ann.post(`/forms/${form}/records`, { values: { name: 'x', [field]: 'y' } }), 400, 'UNKNOWN_FIELD', field)
        says(
          await ann.patch(`/forms/${form}/records/${record.id}`, { rev: 1, values: { name: 'x', [field]: 'y' } }),
          400,
          'UNKNOWN_FIELD',
          field,
        )
        says(
          await app.anybody().post(`/public/links/${link}/records`, { values: { name: 'x', [field]: 'y' } }),
          400,
          'UNKNOWN_FIELD',
          field,
        )
      }
      says(await ann.post(`/forms/${form}/records`, { values: { name: 'x', secret: 'y' } }), 400, 'FIELD_NOT_ALLOWED', 'secret')
      says(
        await ann.patch(`/forms/${form}/records/${record.id}`, { rev: 1, values: { name: 'x', secret: 'y' } }),
        400,
        'FIELD_NOT_ALLOWED',
        'secret',
      )
      says(
        await app.anybody().post(`/public/links/${link}/records`, { values: { name: 'x', secret: 'y' } }),
        400,
        'FIELD_NOT_ALLOWED',
        'secret',
      )
    })
  })

  it('a BPMN file of 600 KB', async () => {
    const good = await must(admin.post(`/apps/${appId}/processes`, { name: 'Small' }))
    const xml = good.xml.replace('</bpmn:process>', `<!-- ${'x'.repeat(600 * 1024)} --></bpmn:process>`)
    await leavesAll(async () => {
      says(await admin.post(`/apps/${appId}/processes`, { name: 'Big', xml }), 422, 'BPMN_TOO_LARGE')
      says(await admin.put(`/processes/${good.id}`, { revision: good.revision, xml }), 422, 'BPMN_TOO_LARGE')
    })
    expect((await must(admin.get(`/processes/${good.id}`))).xml).toBe(good.xml)
  })

  it('a rule that never ends: the trial and the publication say so, others are answered meanwhile, records can still be made', async () => {
    const form = await aPublished('endless')
    const branches = [{ when: `${endless} = 1`, result: { value: 'A' } }]
    const rules = {
      key: 'grade',
      name: 'Grade',
      form: 'endless',
      rules: [{ type: 'branches', key: 'grade', name: 'Grade', target: 'grade', branches, otherwise: { value: 'C' } }],
      examples: [{ name: 'any', values: { name: 'x' }, expect: { grade: 'A' } }],
    }
    const trial = admin.post(`/forms/${form}/rules/try`, { rules, values: { name: 'x' } })
    const order: string[] = []
    await Promise.all([trial.then(() => order.push('trial')), ann.get(`/forms/${form}/records`).then(() => order.push('list'))])
    expect(order).toEqual(['list', 'trial'])
    const { problems } = (await trial).body as { problems: { code: string }[] }
    expect(problems.map(each => each.code)).toEqual(['EXPR_TIMEOUT'])
    expect([chinese.EXPR_TIMEOUT, english.EXPR_TIMEOUT].every(Boolean)).toBe(true)
    const saved = await must(admin.put(`/forms/${form}/rules`, { revision: 0, rules }))
    await leavesAll(async () =>
      says(await admin.post(`/forms/${form}/rules/publish`, { revision: saved.revision }), 422, 'EXAMPLE_FAILED'),
    )
    // without an example nobody can know; the submission does not hang on it and is not lost
    const silent = await must(admin.put(`/forms/${form}/rules`, { revision: saved.revision, rules: { ...rules, examples: [] } }))
    const published = await admin.post(`/forms/${form}/rules/publish`, { revision: silent.revision })
    const record = await must(ann.post(`/forms/${form}/records`, { values: { name: 'Safe' } }))
    expect({ published: published.status, name: record.values.name }).toEqual({ published: 200, name: 'Safe' })
  })

  it('a form that was deleted: list, record, submission, link, draft; its open tasks are not half done', async () => {
    const form = await aPublished('gone')
    await aProcess('gone')
    const record = await must(ann.post(`/forms/${form}/records`, { values: { name: 'One' } }))
    const link = (await must(admin.post(`/forms/${form}/links`, { name: 'door' }))).url.replace('/f/', '')
    const task = (await must(ann.get('/tasks?folder=todo'))).items.find(
      (each: { recordId: string }) => each.recordId === record.id,
    )
    await must(admin.delete(`/forms/${form}`))
    await leavesAll(async () => {
      says(await ann.get(`/forms/${form}`), 404, 'NO_SUCH_FORM')
      says(await ann.get(`/forms/${form}/records`), 404, 'NO_SUCH_FORM')
      says(await ann.get(`/forms/${form}/records/${record.id}`), 404, 'NO_SUCH_FORM')
      says(await ann.post(`/forms/${form}/records`, { values: { name: 'Two' } }), 404, 'NO_SUCH_FORM')
      says(await ann.patch(`/forms/${form}/records/${record.id}`, { rev: 1, values: { name: 'x' } }), 404, 'NO_SUCH_FORM')
      says(await app.anybody().get(`/public/links/${link}`), 404, 'LINK_CLOSED')
      says(await app.anybody().post(`/public/links/${link}/records`, { values: { name: 'x' } }), 404, 'LINK_CLOSED')
      says(await admin.get(`/forms/${form}/draft`), 404, 'NO_SUCH_FORM')
      says(await admin.get(`/forms/${form}/rules`), 404, 'NO_SUCH_FORM')
      says(await ann.post(`/tasks/${task.id}/complete`, { values: { note: 'late' } }), 400, 'FIELD_NOT_ALLOWED')
    })
    // its process can still be looked at and worked off; the step that would write the record stops, to be mended
    expect((await must(ann.get('/tasks?folder=todo'))).items).toContainEqual(expect.objectContaining({ id: task.id }))
    expect((await ann.get(`/tasks/${task.id}`)).status).toBe(200)
    expect((await ann.get(`/instances/${task.instanceId}`)).status).toBe(200)
    await must(ann.post(`/tasks/${task.id}/complete`, {}))
    const [repair, ...others] = await reader(app.db).query<{ element: string; problem: string }>(
      'SELECT element, problem FROM repairs WHERE instance_id = ?',
      [task.instanceId],
    )
    const { code } = JSON.parse(repair!.problem) as { code: string }
    expect({ element: repair!.element, code, others }).toEqual({ element: 'mark', code: 'NO_SUCH_FORM', others: [] })
    expect([chinese[code], english[code]].every(Boolean)).toBe(true)
  })

  it('two tabs complete one task: the first is kept whole, the second is told who was faster', async () => {
    const form = await aPublished('tabs')
    await aProcess('tabs')
    const record = await must(ann.post(`/forms/${form}/records`, { values: { name: 'Once' } }))
    const task = (await must(ann.get('/tasks?folder=todo'))).items.find(
      (each: { recordId: string }) => each.recordId === record.id,
    )
    const tab = (note: string) => ann.post(`/tasks/${task.id}/complete`, { values: { note } }, { 'idempotency-key': note })
    const answers = await Promise.all([tab('first'), tab('second')])
    const winner = answers[0]!.status === 200 ? 'first' : 'second'
    expect(answers.map(each => each.status).sort()).toEqual([200, 409])
    says(
      answers.find(each => each.status !== 200)!,
      409,
      'TASK_DONE',
    )
    const after = await must(ann.get(`/forms/${form}/records/${record.id}`))
    expect(after.values).toMatchObject({ note: winner, state: 'done' })
    const log = await must(ann.get(`/forms/${form}/records/${record.id}/log`))
    expect(
      log
        .flatMap((entry: { changes: { field: string; after: unknown }[] }) => entry.changes)
        .filter((each: { field: string }) => each.field === 'note'),
    ).toEqual([expect.objectContaining({ after: winner })])
    await leavesAll(async () => {
      says(await tab(winner === 'first' ? 'second' : 'first'), 409, 'TASK_DONE')
      expect(await tab(winner)).toMatchObject({ status: 200, body: answers.find(each => each.status === 200)!.body })
      says(await ben.post(`/tasks/${task.id}/complete`, { values: { note: 'third' } }), 409, 'TASK_DONE')
      says(await ben.post(`/tasks/${task.id}/claim`), 409, 'TASK_DONE')
    })
  })

  it('a session that expired while the form was open: nothing is written, and after signing in the same request goes through once', async () => {
    const form = await aPublished('session')
    const send = (who: Client) =>
      who.post(`/forms/${form}/records`, { values: { name: 'Kept' } }, { 'idempotency-key': 'kept-1' })
    app.clock.advance(31 * 86_400_000)
    await leavesAll(async () => says(await send(ann), 401, 'SIGNED_OUT'))
    ann = await app.signIn('ann')
    expect([(await send(ann)).status, (await send(ann)).status]).toEqual([201, 201])
    expect((await must(ann.get(`/forms/${form}/records`))).total).toBe(1)
  })
})
