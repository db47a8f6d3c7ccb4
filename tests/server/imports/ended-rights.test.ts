import { ImportWorker } from '../../../server/imports/import-worker.js'
import { aWorld, type World } from '../../support/world.js'

jest.setTimeout(60_000)

describe('an import of somebody whose right has ended', () => {
  let world: World
  beforeAll(async () => {
    world = await aWorld()
    const roles = (await world.admin.get('/roles')).body as { id: string; name: string }[]
    await world.admin.patch(`/roles/${roles.find(role => role.name === 'manager')!.id}`, {
      grants: [{ form: world.ids.form, actions: ['view', 'create'], rows: 'all' }],
    })
  })
  afterAll(() => world.app.close())

  test('neither judges nor writes when he asks', async () => {
    for (const step of ['check', 'run'])
      expect(await world.people.manager.post(`/imports/${world.ids.import}/${step}`, {})).toMatchObject({
        status: 403,
        body: { code: 'FORBIDDEN' },
      })
  })

  test('does not go on in the background either', async () => {
    const { app, admin, ids } = world
    const count = async () => (await admin.get(`/forms/${ids.form}/records`)).body.total as number
    const before = await count()
    await app.db.query("UPDATE imports SET state = 'running' WHERE id = ?", [ids.import])
    app.get(ImportWorker).enqueue(ids.import!)
    let state = 'running'
    while (state === 'running') state = (await admin.get(`/imports/${ids.import}`)).body.state
    expect([state, await count()]).toEqual(['failed', before])
  })
})
