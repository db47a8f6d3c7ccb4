import { anApp, testPassword, type TestApp } from './app.js'
import type { Client } from './client.js'
import { chain, diagram, end, exclusive, flow, service, start, user } from './diagram.js'
import type { Database } from './each-database.js'
import { aForm } from './forms.js'

/** One organisation with people of very different rights, and one of everything that belongs to its manager. */
export interface World {
  app: TestApp
  admin: Client
  people: Record<'anonymous' | 'link' | 'disabled' | 'support' | 'sales' | 'manager', Client>
  /** By the names that routes give them; `me` is the manager. */
  ids: Record<string, string>
}

const everything = ['view', 'create', 'edit', 'delete', 'import', 'export', 'share', 'reveal']
const lead = aForm('lead')
  .text('name', { required: true })
  .phone('phone', { personal: true })
  .text('secret', { hidden: true })
  .member('boss', { hidden: true })
  .subform('items', rows => rows.text('what').text('cost', { hidden: true }))
  .file('papers')
  .with({ title: ['name'], internal: ['phone'] })
  .build()
const follow = diagram(
  start('start', { form: 'lead', on: 'created' }) +
    user('follow', { who: { type: 'initiator' }, rights: { name: 'write' } }) +
    exclusive('agreed', 'agreed_done') +
    service('call', { type: 'webhook', url: 'https://hooks.invalid/send?key=TOPSECRET' }) +
    end('done') +
    chain('start', 'follow', 'agreed', 'done') +
    flow('agreed', 'call', 'name = "never"') +
    flow('call', 'done'),
)

export async function aWorld(database: Database = 'sqlite'): Promise<World> {
  const app = await anApp({ database, env: { FORMLOOM_TEST_CLOCK: '0' } })
  const admin = await app.admin()
  const must = async (answer: Promise<{ status: number; body: any }>): Promise<any> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`)
    return body
  }
  const [north, south] = [
    await must(admin.post('/departments', { name: 'N' })),
    await must(admin.post('/departments', { name: 'S' })),
  ]
  const { id: appId } = await must(admin.post('/apps', { name: 'Sales' }))
  const draft = await must(admin.post(`/apps/${appId}/forms`, { name: 'Lead', form: lead }))
  await must(admin.post(`/forms/${draft.id}/publish`, { revision: draft.revision }))
  const process = await must(admin.post(`/apps/${appId}/processes`, { name: 'Follow', xml: follow }))
  await must(admin.post(`/processes/${process.id}/publish`, { revision: process.revision }))
  const person = async (account: string, rows: string, actions: string[], department: string): Promise<[string, Client]> => {
    const { id } = await must(admin.post('/users', { account, name: account, password: testPassword, department }))
    const role = await must(admin.post('/roles', { name: account }))
    await must(admin.patch(`/roles/${role.id}`, { members: [id], grants: [{ form: draft.id, actions, rows }] }))
    return [id, await app.signIn(account)]
  }
  const [me, manager] = await person('manager', 'all', everything, north.id)
  const [, support] = await person('support', 'own', ['view', 'create'], south.id)
  const [, sales] = await person('sales', 'department', everything, south.id)
  const [gone, disabled] = await person('disabled', 'all', everything, north.id)
  await must(admin.patch(`/users/${gone}`, { disabled: true }))
  const file = await must(manager.upload(`/forms/${draft.id}/files`, { name: 'a.txt', content: 'a' }))
  const values = { name: 'Acme', phone: '13800138000', papers: [{ id: file.id }], items: [{ what: 'tea' }] }
  const record = await must(manager.post(`/forms/${draft.id}/records`, { values }))
  const [task] = (await must(manager.get('/tasks'))).items
  const table = await must(manager.upload(`/forms/${draft.id}/imports`, { name: 'a.csv', content: 'name\nA' }))
  const link = await must(manager.post(`/forms/${draft.id}/links`, { name: 'Fair' }))
  await app.signIn('manager')
  const other = (await must(manager.get('/me/sessions'))).find((session: { current: boolean }) => !session.current)
  const token = link.url.slice('/f/'.length)
  // who holds a link tries it as a session
  const holder = app.anybody()
  holder.jar = { formloom: token }
  return {
    app,
    admin,
    people: { anonymous: app.anybody(), link: holder, disabled, support, sales, manager },
    ids: {
      app: appId,
      form: draft.id,
      process: process.id,
      record: record.id,
      file: file.id,
      task: task.id,
      instance: task.instanceId,
      import: table.id,
      link: link.id,
      id: other.id,
      token,
      me,
    },
  }
}
