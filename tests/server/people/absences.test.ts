import { anApp, testPassword, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'

eachDatabase('out of the office', database => {
  let app: TestApp
  let admin: Client
  let lina: Client
  const ids: Record<string, string> = {}
  let now: number
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    now = app.clock.now().getTime()
    for (const account of ['lina', 'wang', 'chen'])
      ids[account] = (await admin.post('/users', { account, name: account, password: testPassword })).body.id
    lina = await app.signIn('lina')
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    for (const { id } of (await lina.get('/me/absences')).body) await lina.delete(`/me/absences/${id}`)
  })

  const day = (days: number): string => new Date(now + days * 86_400_000).toISOString()
  const away = (to: string, from = 0, until = 7) => ({ to: ids[to], from: day(from), until: day(until) })
  const refusedFor = async (asked: object): Promise<[string, string]> => {
    const { status, body } = await lina.post('/me/absences', asked)
    expect(status).toBe(422)
    return [body.problems[0].code, body.problems[0].at]
  }

  test('somebody says who stands in, sees it, and takes it back', async () => {
    const { body } = await lina.post('/me/absences', { ...away('wang'), processes: ['p1'] })
    expect(body).toMatchObject([{ to: { id: ids.wang, name: 'wang' }, from: day(0), until: day(7), processes: ['p1'] }])
    expect((await lina.delete(`/me/absences/${body[0].id}`)).status).toBe(204)
    expect((await lina.get('/me/absences')).body).toEqual([])
    expect((await lina.delete(`/me/absences/${body[0].id}`)).body.code).toBe('NO_SUCH_ABSENCE')
  })

  test('what makes no sense is refused where it is wrong', async () => {
    expect(await refusedFor(away('lina'))).toEqual(['STANDS_IN_HIMSELF', 'to'])
    expect(await refusedFor({ ...away('wang'), to: 'nobody' })).toEqual(['NO_SUCH_USER', 'to'])
    expect(await refusedFor(away('wang', 3, 3))).toEqual(['ABSENCE_ENDS_BEFORE', 'until'])
    expect(await refusedFor(away('wang', -5, -1))).toEqual(['ABSENCE_ENDS_BEFORE', 'until'])
    await lina.post('/me/absences', away('wang', 0, 3))
    expect(await refusedFor(away('chen', 2, 5))).toEqual(['ABSENCES_OVERLAP', 'from'])
    expect((await lina.post('/me/absences', away('chen', 3, 5))).status).toBe(201)
  })

  test('people who are away do not stand in for each other in a circle', async () => {
    await admin.post(`/users/${ids.wang}/absences`, away('chen', 5, 9))
    await admin.post(`/users/${ids.chen}/absences`, away('lina', 5, 9))
    expect(await refusedFor(away('wang', 0, 6))).toEqual(['STAND_IN_CIRCLE', 'to'])
    expect((await lina.post('/me/absences', away('wang', 0, 5))).status).toBe(201)
    const [theirs] = (await admin.get(`/users/${ids.chen}/absences`)).body
    expect((await admin.delete(`/users/${ids.wang}/absences/${theirs.id}`)).body.code).toBe('NO_SUCH_ABSENCE')
    expect((await admin.delete(`/users/${ids.chen}/absences/${theirs.id}`)).status).toBe(204)
  })
})
