import { reader } from '../../../server/db/transaction.js'
import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'
import { aForm } from '../../support/forms.js'
import { aProcess } from '../../support/process.js'

jest.setTimeout(60_000)

const form = aForm('lead').text('name', { required: true }).choice('grade', ['A', 'B']).text('secret').build()
const PEOPLE = ['ini', 'ann', 'bob', 'cat', 'dan', 'eve'] as const
type Name = (typeof PEOPLE)[number]

eachDatabase('approvals through HTTP', database => {
  let app: TestApp
  let admin: Client
  let formId: string
  const people = {} as Record<Name, Client>
  const ids = {} as Record<Name, string>

  const must = async <T = any>(answer: Promise<Answer<T>>): Promise<T> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body
  }
  const refused = async (answer: Promise<Answer>): Promise<[number, string]> => {
    const { status, body } = await answer
    return [status, body.problems?.[0]?.code ?? body.code]
  }

  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    const { id: appId } = await must(admin.post('/apps', { name: 'CRM' }))
    const draft = await must(admin.post(`/apps/${appId}/forms`, { name: 'Lead', key: 'lead', form }))
    formId = draft.id
    await must(admin.post(`/forms/${formId}/publish`, { revision: draft.revision }))
    for (const account of PEOPLE) {
      ids[account] = (await must(admin.post('/users', { account, name: account, password: testPassword }))).id
      people[account] = await app.signIn(account)
    }
    const grants = [{ form: formId, actions: ['view', 'create', 'edit'], rows: 'own' }]
    await must(admin.patch(`/roles/${(await must(admin.post('/roles', { name: 'sales' }))).id}`, { members: [ids.ini], grants }))
    const verbs = '<formloom:verb name="end" on="true"/><formloom:verb name="approve" label="OK"/>'
    const xml = aProcess('lead')
      .start('start')
      .user('apply', { who: '<formloom:assignment type="initiator"/>' })
      .approval('review', { users: ['ann', 'bob'], mode: 'all', inside: verbs, rights: { grade: 'required', secret: 'hidden' } })
      .approval('sign', { users: ['cat'], inside: '<formloom:verb name="refuse" signature="true"/>' })
      .end()
      .xml()
      .replace(
        '<bpmn:startEvent id="start">',
        '<bpmn:startEvent id="start"><bpmn:extensionElements><formloom:formTrigger form="lead" on="created"/></bpmn:extensionElements>',
      )
    const process = await must(admin.post(`/apps/${appId}/processes`, { name: 'Lead', xml }))
    await must(admin.post(`/processes/${process.id}/publish`, { revision: process.revision }))
  })
  afterAll(() => app.close())
  afterEach(async () => {
    const open = await reader(app.db).query<{ id: string }>("SELECT id FROM instances WHERE status = 'running'")
    for (const { id } of open) await must(admin.post(`/instances/${id}/cancel`, { reason: 'done' }))
  })

  /** The newest open task of somebody. */
  const taskOf = async (name: Name): Promise<any> =>
    (await must(people[name].get('/tasks'))).items.sort((a: any, b: any) => (a.createdAt < b.createdAt ? 1 : -1))[0]
  const verb = async (name: Name, what: string, body: object = {}): Promise<Answer> =>
    people[name].post(`/tasks/${(await taskOf(name)).id}/${what}`, body)
  const complete = (name: Name, body: object = {}): Promise<Answer> => verb(name, 'complete', body)
  const ok = { outcome: 'approve', values: { grade: 'A' } }
  /** A new record whose review waits for ann and bob. */
  const begin = async (): Promise<string> => {
    await must(people.ini.post(`/forms/${formId}/records`, { values: { name: 'Acme', secret: 'x' } }))
    const { instanceId } = await taskOf('ini')
    await must(complete('ini'))
    return instanceId
  }

  test('the inbox shows a task of an approval as any other, with its two verbs, and what the step hides stays hidden', async () => {
    await begin()
    const { id } = await taskOf('ann')
    const info = await must(people.ann.get(`/tasks/${id}`))
    expect(info).toMatchObject({ approval: true, onBehalfOf: null, mine: true })
    expect(info.outcomes).toEqual([
      { name: 'approve', label: 'OK', opinion: false, signature: false, primary: true },
      { name: 'refuse', label: '拒绝', opinion: true, signature: false, primary: false },
    ])
    expect(info.record.values).not.toHaveProperty('secret')
    expect(await refused(complete('ann', { outcome: 'approve' }))).toEqual([422, 'REQUIRED'])
    expect(await refused(complete('ann', { outcome: 'approve', values: { secret: 'y' } }))).toEqual([400, 'FIELD_NOT_ALLOWED'])
    expect(await refused(complete('ann', { outcome: 'refuse', values: { grade: 'A' } }))).toEqual([422, 'OPINION_REQUIRED'])
    await must(complete('ann', ok))
    expect((await must(people.ann.get('/tasks?folder=done'))).items[0]).toMatchObject({
      id,
      outcome: 'approve',
      outcomeLabel: 'OK',
    })
    const step = await must(people.bob.get(`/tasks/${(await taskOf('bob')).id}/approval`))
    expect(step).toMatchObject({ element: 'review', mode: 'all', returnTo: [{ element: 'apply' }] })
    expect(step.verbs.map((each: any) => each.name)).toContain('end')
    expect(step.rounds).toMatchObject([{ round: 1, status: 'open', tally: { total: 2, approved: 1, refused: 0 } }])
  })

  test('stashed: words and values are kept, it stays his turn', async () => {
    await begin()
    await must(verb('ann', 'stash', { opinion: 'not sure', values: {} }))
    await must(verb('ann', 'stash', { opinion: 'almost', values: { grade: 'B' } }))
    const { id } = await taskOf('ann')
    expect(await must(people.ann.get(`/tasks/${id}/approval`))).toMatchObject({ draft: 'almost' })
    expect((await must(people.bob.get(`/tasks/${(await taskOf('bob')).id}/approval`))).draft).toBeNull()
    expect((await must(people.ann.get(`/tasks/${id}`))).record.values).toMatchObject({ grade: 'B' })
  })

  test('added, delegated, transferred, taken off: who is asked sees it, and is told', async () => {
    const instance = await begin()
    expect(await refused(verb('ann', 'signers', { where: 'before', users: ['nobody'] }))).toEqual([422, 'NO_SUCH_USER'])
    expect(await refused(verb('ann', 'signers', { where: 'before', users: [ids.bob] }))).toEqual([422, 'ALREADY_SIGNER'])
    await must(verb('ann', 'signers', { where: 'before', users: [ids.dan, ids.eve] }))
    expect(await taskOf('ann')).toBeUndefined()
    expect((await must(people.dan.get('/notifications')))[0]).toMatchObject({ code: 'TASK_NEW' })
    await must(complete('dan', ok))
    await must(complete('eve', ok))
    await must(verb('ann', 'signers', { where: 'parallel', users: [ids.ini] }))
    const { rounds } = await must(people.ann.get(`/tasks/${(await taskOf('ann')).id}/approval`))
    const added = rounds[0].signers.find((each: any) => each.person.id === ids.ini)
    expect(added).toMatchObject({ removable: true, addedBy: { name: 'ann' }, place: 'voter' })
    const task = (await taskOf('ann')).id
    expect(await refused(people.ann.delete(`/tasks/${task}/signers/${rounds[0].signers.find((each: any) => each.person.id === ids.bob).id}`))).toEqual([403, 'NOT_YOURS']) // prettier-ignore
    await must(people.ann.delete(`/tasks/${task}/signers/${added.id}`))
    await must(verb('ann', 'delegate', { to: ids.cat }))
    expect(await taskOf('ann')).toBeUndefined()
    await must(complete('cat', { ...ok, outcome: 'refuse', opinion: 'I would not' }))
    expect(await taskOf('ann')).toBeDefined()
    await must(verb('ann', 'transfer', { to: ids.ini, note: 'you know them' }))
    expect((await must(people.ini.get('/notifications')))[0]).toMatchObject({ code: 'TASK_TRANSFERRED' })
    await must(complete('ini', ok))
    await must(complete('bob', ok))
    expect(await taskOf('cat')).toMatchObject({ name: 'sign', instanceId: instance })
  })

  test('returned: a new round, earlier votes stay visible; taken back as long as nobody is behind it', async () => {
    const instance = await begin()
    await must(complete('ann', ok))
    expect(await refused(verb('bob', 'return', { target: 'apply' }))).toEqual([422, 'OPINION_REQUIRED'])
    expect(await refused(verb('bob', 'return', { target: 'sign', opinion: 'no' }))).toEqual([409, 'RETURN_TARGET_NOT_ALLOWED'])
    await must(verb('bob', 'return', { opinion: 'more, please' }))
    await must(complete('ini'))
    const { rounds } = await must(people.bob.get(`/tasks/${(await taskOf('bob')).id}/approval`))
    expect(rounds.map((each: any) => [each.round, each.status])).toEqual([[2, 'open'], [1, 'returned']]) // prettier-ignore
    expect(rounds[0].tally.approved).toBe(0)
    expect(rounds[1].signers.map((each: any) => [each.person.name, each.status, each.opinion])).toEqual([
      ['ann', 'approved', null],
      ['bob', 'returned', 'more, please'],
    ])
    await must(complete('ann', ok))
    const { id } = await taskOf('bob')
    await must(complete('bob', ok))
    expect(await refused(people.ann.post(`/tasks/${id}/take-back`, {}))).toEqual([403, 'NOT_YOURS'])
    await must(people.bob.post(`/tasks/${id}/take-back`, {}))
    expect(await taskOf('cat')).toBeUndefined()
    await must(complete('ann', ok))
    const again = await taskOf('bob')
    await must(complete('bob', ok))
    await must(verb('cat', 'copy', { users: [ids.dan], opinion: 'look' }))
    await must(complete('cat', { outcome: 'approve' }))
    expect(await refused(people.bob.post(`/tasks/${again.id}/take-back`, {}))).toEqual([409, 'INSTANCE_ENDED'])
    expect((await must(people.dan.get('/tasks?folder=copied'))).items).toMatchObject([{ instanceId: instance }])
    expect((await people.dan.get(`/instances/${instance}`)).status).toBe(200)
    expect((await must(people.dan.get('/notifications')))[0]).toMatchObject({ code: 'TASK_COPIED', body: 'sign: look' })
  })

  test('the initiator urges and withdraws, others do not', async () => {
    const instance = await begin()
    expect(await refused(people.dan.post(`/instances/${instance}/urge`, {}))).toEqual([404, 'NO_SUCH_INSTANCE'])
    expect(await must(people.ini.post(`/instances/${instance}/urge`, {}))).toEqual({ reminded: 2 })
    expect(await refused(people.ini.post(`/instances/${instance}/urge`, {}))).toEqual([409, 'URGED_ALREADY'])
    expect((await must(people.bob.get('/notifications')))[0]).toMatchObject({ code: 'TASK_URGED' })
    expect(await refused(people.ann.post(`/instances/${instance}/withdraw`, {}))).toEqual([403, 'NOT_YOURS'])
    await must(people.ini.post(`/instances/${instance}/withdraw`, {}))
    expect(await taskOf('ini')).toMatchObject({ instanceId: instance })
    await must(complete('ini'))
    await must(complete('ann', ok))
    expect(await refused(people.ini.post(`/instances/${instance}/withdraw`, {}))).toEqual([409, 'ALREADY_VOTED'])
  })

  test('ended by an approver, reactivated by an administrator', async () => {
    const instance = await begin()
    await must(verb('ann', 'end', { opinion: 'stop' }))
    expect(await must(people.ini.get(`/instances/${instance}`))).toMatchObject({ status: 'terminated' })
    expect(await taskOf('bob')).toBeUndefined()
    expect(await refused(people.ini.post(`/instances/${instance}/reactivate`, { element: 'review' }))).toEqual([
      403,
      'ADMIN_ONLY',
    ])
    expect(await refused(admin.post(`/instances/${instance}/reactivate`, { element: 'start' }))).toEqual([422, 'NO_SUCH_STEP'])
    await must(admin.post(`/instances/${instance}/reactivate`, { element: 'review' }))
    expect(await must(people.ini.get(`/instances/${instance}`))).toMatchObject({ status: 'running' })
    await must(complete('ann', ok))
    await must(complete('bob', ok))
    await must(complete('cat', { outcome: 'approve' }))
    expect(await must(people.ini.get(`/instances/${instance}`))).toMatchObject({ status: 'completed' })
  })

  test('out of the office: the stand-in has the task and is seen to act for the other', async () => {
    const day = (days: number) => new Date(app.clock.now().getTime() + days * 86_400_000).toISOString()
    const [{ id: absence }] = await must(people.ann.post('/me/absences', { to: ids.eve, from: day(-1), until: day(3) }))
    const instance = await begin()
    expect(await taskOf('ann')).toBeUndefined()
    const { id } = await taskOf('eve')
    expect(await must(people.eve.get(`/tasks/${id}`))).toMatchObject({ onBehalfOf: { name: 'ann' } })
    expect((await people.ann.get(`/tasks/${id}`)).status).toBe(200)
    await must(complete('eve', ok))
    const { log } = await must(people.ini.get(`/instances/${instance}`))
    expect(log).toContainEqual(expect.objectContaining({ type: 'said', by: expect.objectContaining({ name: 'eve' }), detail: { verb: 'approve', for: ids.ann } })) // prettier-ignore
    await must(people.ann.delete(`/me/absences/${absence}`))
  })

  test('a leaver: all that waits for him goes to somebody else, also what will wait for him', async () => {
    const [one, two] = [await begin(), await begin()]
    await must(complete('ann', ok))
    await must(complete('ann', ok))
    expect(await refused(people.ann.post(`/users/${ids.bob}/hand-over`, { to: ids.dan }))).toEqual([403, 'ADMIN_ONLY'])
    expect(await refused(admin.post(`/users/${ids.bob}/hand-over`, { to: ids.bob }))).toEqual([422, 'NOT_TO_YOURSELF'])
    expect(await must(admin.post(`/users/${ids.bob}/hand-over`, { to: ids.dan }))).toEqual({ instances: 2, more: false })
    expect((await must(people.bob.get('/tasks'))).items).toEqual([])
    expect((await must(people.dan.get('/tasks'))).items.map((each: any) => each.instanceId).sort()).toEqual([one, two].sort())
    expect(await must(admin.post(`/users/${ids.bob}/hand-over`, { to: ids.dan }))).toEqual({ instances: 0, more: false })
  })

  test('a signature is asked for, kept with the vote, and not in the log of commands', async () => {
    const instance = await begin()
    await must(complete('ann', ok))
    await must(complete('bob', ok))
    const { id } = await taskOf('cat')
    const no = { outcome: 'refuse', opinion: 'no' }
    expect(await refused(complete('cat', no))).toEqual([422, 'SIGNATURE_REQUIRED'])
    expect(await refused(complete('cat', { ...no, signature: 'https://example.com/a.png' }))).toEqual([400, 'WRONG_FORMAT'])
    const signature = `data:image/png;base64,${'iVBORw0KGgo'.repeat(2000)}`
    await must(complete('cat', { ...no, signature }))
    const { rounds } = await must(people.cat.get(`/tasks/${id}/approval`))
    expect(rounds[0].signers[0]).toMatchObject({ status: 'refused', signature, opinion: 'no' })
    const logged = await reader(app.db).query<{ detail: string | null }>('SELECT detail FROM command_log WHERE instance_id = ?', [
      instance,
    ])
    expect(logged.some(row => row.detail?.includes('base64'))).toBe(false)
  })

  test('two who decide at once: one decides, and the other is told that it is done', async () => {
    const instance = await begin()
    const [left, right] = await Promise.all([
      complete('ann', { ...ok, outcome: 'refuse', opinion: 'no' }),
      complete('bob', { ...ok, outcome: 'refuse', opinion: 'no' }),
    ])
    expect([left.status, right.status].sort()).toEqual([200, 409])
    const step = await must(admin.get(`/instances/${instance}`))
    expect(step.log.filter((each: any) => each.element === 'review' && each.type === 'completed')).toHaveLength(1)
  })
})
