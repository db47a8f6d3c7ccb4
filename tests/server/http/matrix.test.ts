import { ModulesContainer } from '@nestjs/core'
import { routeTable } from '../../../server/http/routes.js'
import type { Client } from '../../support/client.js'
import { eachDatabase } from '../../support/each-database.js'
import { aWorld, type World } from '../../support/world.js'

/** Who is not signed in gets 401 everywhere but at the open doors. */
type Outside = [anonymous: number, link: number, disabled: number]
/** support sees and creates his own records; sales does everything with those of another department; the manager does everything. */
type Inside = [support: Expected, sales: Expected, manager: Expected]
type Expected = number | number[]
interface Row {
  inside: Inside
  outside?: Outside
  body?: (w: World) => object
  upload?: { name: string; content: string }
}

const shut: Outside = [401, 401, 401]
const admin: Row = { inside: [403, 403, 403] }
const all = (status: number, body?: Row['body']): Row => ({ inside: [status, status, status], ...(body ? { body } : {}) })
const rights = (support: number, sales: number, manager: Expected, body?: Row['body']): Row => ({
  inside: [support, sales, manager],
  ...(body ? { body } : {}),
})
const open = (status: number, body?: Row['body']): Row => ({ ...all(status, body), outside: [status, status, status] })
const form = '/api/v1/forms/:form'
const record = `${form}/records/:record`

/** Every route × everybody who is no administrator. A route that is missing here fails: a new one is a decision. In this order: the last ones end things. */
const table: Record<string, Row> = {
  'GET /api/docs': open(200),
  'GET /api/openapi.json': open(200),
  'GET /healthz': open(200),
  'GET /metrics': open(200),
  'GET /readyz': open(200),
  'GET /api/v1/setup': open(200),
  'POST /api/v1/setup': open(409, () => ({ organisation: 'x', name: 'x', account: 'xx', password: 'xxxxxxxx' })),
  'GET /api/v1/public/links/:token': open(200),
  'POST /api/v1/public/links/:token/files': { ...open(201), upload: { name: 'a.txt', content: 'a' } },
  'POST /api/v1/public/links/:token/records': open(201, () => ({ values: { name: 'Stranger' } })),
  'GET /api/v1/public/receipts/:token': open(404),

  'GET /api/v1/apps': all(200),
  'GET /api/v1/calendars': all(200),
  'GET /api/v1/calendars/:calendar': all(404),
  'GET /api/v1/departments': all(200),
  'GET /api/v1/home': all(200),
  'GET /api/v1/me': all(200),
  'PATCH /api/v1/me': all(200, () => ({ language: 'en' })),
  'GET /api/v1/me/sessions': all(200),
  'GET /api/v1/me/absences': all(200),
  'POST /api/v1/me/absences': all(422, w => ({ to: w.ids.me, from: '2026-01-01T00:00:00Z', until: '2026-01-01T00:00:00Z' })),
  'DELETE /api/v1/me/absences/:absence': all(404),
  'GET /api/v1/notifications': all(200),
  'POST /api/v1/notifications/read': all(204, () => ({})),
  'GET /api/v1/people': all(200),
  'GET /api/v1/tasks': all(200),

  [`GET ${form}`]: all(200),
  [`POST ${form}/files`]: { ...all(201), upload: { name: 'a.txt', content: 'a' } },
  [`GET ${form}/records`]: all(200),
  [`POST ${form}/records`]: all(201, () => ({ values: { name: 'Own' } })),
  [`GET ${record}`]: rights(404, 404, 200),
  [`GET ${record}/log`]: rights(404, 404, 200),
  [`GET ${record}/decisions`]: rights(404, 404, 200),
  [`POST ${record}/reveal`]: rights(404, 404, 200, () => ({ field: 'phone', reason: 'call back' })),
  [`PATCH ${record}`]: rights(404, 404, 200, () => ({ rev: 1, values: { name: 'Changed' } })),
  'GET /api/v1/files/:file': rights(404, 404, 200),
  'GET /api/v1/files/:file/preview': rights(404, 404, 415),
  [`GET ${form}/links`]: rights(403, 200, 200),
  [`POST ${form}/links`]: rights(403, 201, 201, () => ({ name: 'x' })),
  'PATCH /api/v1/links/:link': rights(403, 200, 200, () => ({ name: 'y' })),
  [`POST ${form}/imports`]: { ...rights(403, 201, 201), upload: { name: 'a.csv', content: 'name\nA' } },
  'GET /api/v1/imports/:import': rights(404, 404, 200),
  'GET /api/v1/imports/:import/errors': rights(404, 404, 200),
  'PUT /api/v1/imports/:import/mapping': rights(404, 404, 200, () => ({ mapping: ['name'] })),
  'POST /api/v1/imports/:import/check': rights(404, 404, 200),
  'POST /api/v1/imports/:import/run': rights(404, 404, [200, 409]),
  'POST /api/v1/imports/:import/cancel': rights(404, 404, [200, 409]),
  'GET /api/v1/instances/:instance': rights(404, 404, 200),
  'GET /api/v1/tasks/:task': rights(404, 404, 200),
  'POST /api/v1/tasks/:task/claim': rights(404, 404, [200, 409]),
  'POST /api/v1/tasks/:task/transfer': rights(404, 404, 204, w => ({ to: w.ids.me })),
  'GET /api/v1/tasks/:task/approval': rights(404, 404, 404),
  'POST /api/v1/tasks/:task/stash': rights(404, 404, 409, () => ({})),
  'POST /api/v1/tasks/:task/return': rights(404, 404, 409, () => ({})),
  'POST /api/v1/tasks/:task/delegate': rights(404, 404, 409, w => ({ to: w.ids.me })),
  'POST /api/v1/tasks/:task/signers': rights(404, 404, 409, w => ({ where: 'before', users: [w.ids.me] })),
  'DELETE /api/v1/tasks/:task/signers/:signer': rights(404, 404, 409),
  'POST /api/v1/tasks/:task/copy': rights(404, 404, 409, w => ({ users: [w.ids.me] })),
  'POST /api/v1/tasks/:task/end': rights(404, 404, 409, () => ({})),
  'POST /api/v1/tasks/:task/take-back': rights(404, 404, 403, () => ({})),
  'POST /api/v1/instances/:instance/urge': rights(404, 404, 409, () => ({})),
  'POST /api/v1/instances/:instance/withdraw': rights(404, 404, 409, () => ({})),
  'GET /api/v1/instances/:instance/targets': all(400),
  'POST /api/v1/instances/:instance/return': rights(404, 404, 409, () => ({ task: 'none', to: 'start' })),
  'POST /api/v1/instances/:instance/return/preview': rights(404, 404, 409, () => ({ task: 'none', to: 'start' })),
  'POST /api/v1/tasks/:task/complete': rights(404, 404, 200, () => ({})),

  ...Object.fromEntries(
    [
      'POST /api/v1/apps',
      'PATCH /api/v1/apps/:app',
      'POST /api/v1/apps/:app/forms',
      'POST /api/v1/apps/:app/processes',
      'DELETE /api/v1/calendars/:calendar',
      'POST /api/v1/departments',
      'PATCH /api/v1/departments/:id',
      'DELETE /api/v1/departments/:id',
      `DELETE ${form}`,
      `GET ${form}/draft`,
      `PUT ${form}/draft`,
      `POST ${form}/draft/discard`,
      `POST ${form}/plan`,
      `POST ${form}/publish`,
      `GET ${form}/versions`,
      `GET ${form}/versions/:version`,
      `GET ${form}/rules`,
      `PUT ${form}/rules`,
      `POST ${form}/rules/publish`,
      `POST ${form}/rules/try`,
      'POST /api/v1/instances/:instance/cancel',
      'GET /api/v1/instances/:instance/due',
      'PUT /api/v1/instances/:instance/due',
      'POST /api/v1/instances/:instance/repairs/:repair',
      'POST /api/v1/instances/:instance/modify',
      'POST /api/v1/instances/:instance/modify/preview',
      'POST /api/v1/instances/:instance/migrate',
      'POST /api/v1/instances/:instance/migrate/preview',
      'GET /api/v1/processes/:process/operations',
      'POST /api/v1/processes/:process/pause',
      'POST /api/v1/processes/:process/resume',
      'PUT /api/v1/processes/:process/retention',
      'GET /api/v1/instances',
      'GET /api/v1/repairs',
      'GET /api/v1/repairs/groups',
      'POST /api/v1/batches/preview',
      'POST /api/v1/batches',
      'GET /api/v1/batches',
      'GET /api/v1/batches/:batch',
      'POST /api/v1/batches/:batch/cancel',
      'GET /api/v1/messages',
      'GET /api/v1/messages/:message',
      'DELETE /api/v1/messages/:message',
      'POST /api/v1/messages/:message/resend',
      'GET /api/v1/signals',
      'GET /api/v1/signals/:signal',
      'PATCH /api/v1/organisation',
      'GET /api/v1/processes/:process',
      'PUT /api/v1/processes/:process',
      'DELETE /api/v1/processes/:process',
      'POST /api/v1/processes/:process/lint',
      'POST /api/v1/processes/:process/publish',
      'POST /api/v1/processes/:process/start',
      'GET /api/v1/processes/:process/versions',
      'GET /api/v1/processes/:process/versions/:version/xml',
      'GET /api/v1/roles',
      'POST /api/v1/roles',
      'PATCH /api/v1/roles/:id',
      'DELETE /api/v1/roles/:id',
      'GET /api/v1/users',
      'POST /api/v1/users',
      'PATCH /api/v1/users/:id',
      'GET /api/v1/users/:id/absences',
      'POST /api/v1/users/:id/absences',
      'POST /api/v1/users/:id/hand-over',
      'POST /api/v1/instances/:instance/reactivate',
      'DELETE /api/v1/users/:id/absences/:absence',
    ].map(name => [name, admin]),
  ),
  'POST /api/v1/calendars': { ...admin, body: () => ({ key: 'x', name: 'x', zone: 'UTC', week: [[], [], [], [], [], [], []] }) },
  'PUT /api/v1/calendars/:calendar': {
    ...admin,
    body: () => ({ rev: 1, name: 'x', zone: 'UTC', week: [[], [], [], [], [], [], []] }),
  },
  'POST /api/v1/calendars/:calendar/days': { ...admin, body: () => ({ rev: 1 }) },
  'POST /api/v1/calendars/:calendar/ics': { ...admin, body: () => ({ rev: 1, ics: '' }) },
  'POST /api/v1/calendars/:calendar/ics/preview': { ...admin, body: () => ({ ics: '' }) },
  'POST /api/v1/signals': { ...admin, body: () => ({ name: 'stop' }) },
  'POST /api/v1/messages': { ...admin, body: () => ({ name: 'paid' }) },

  'DELETE /api/v1/me/sessions/:id': rights(404, 404, 204),
  [`DELETE ${record}`]: rights(404, 404, 204),
  // the fifth try from one address waits
  'POST /api/v1/session': { ...open(401, () => ({ account: 'nobody', password: 'wrong' })), inside: [401, 401, 429] },
  'DELETE /api/v1/session': open(204),
}
/** Answers that never end: tests/server/http/live.test.ts opens them. */
const streams = ['GET /api/v1/events']

jest.setTimeout(60_000)

eachDatabase('who gets through which door', database => {
  let world: World
  beforeAll(async () => {
    world = await aWorld(database)
  })
  afterAll(() => world.app.close())

  test('every route has its row', () => {
    const routes = routeTable(world.app.get(ModulesContainer)).map(route => `${route.method} ${route.path}`)
    expect(routes.sort()).toEqual([...Object.keys(table), ...streams].sort())
  })

  test('nothing answers otherwise than its row says', async () => {
    const { anonymous, link, disabled, support, sales, manager } = world.people
    const wrong: string[] = []
    for (const [name, row] of Object.entries(table)) {
      const asked: [string, Client, Expected][] = [
        ...(row.outside ?? shut).map((status, nth): [string, Client, Expected] => [
          ['anonymous', 'link', 'disabled'][nth]!,
          [anonymous, link, disabled][nth]!,
          status,
        ]),
        ...row.inside.map((status, nth): [string, Client, Expected] => [
          ['support', 'sales', 'manager'][nth]!,
          [support, sales, manager][nth]!,
          status,
        ]),
      ]
      for (const [who, client, expected] of asked) {
        const { status, body } = await send(world, client, name, row)
        if (![expected].flat().includes(status))
          wrong.push(`${name} for ${who}: ${status} ${body?.code ?? ''}, not ${String(expected)}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

function send(world: World, client: Client, name: string, row: Row) {
  const [method, path] = name.split(' ') as ['GET', string]
  const url = `/${path.replace(/:([a-z]+)/gi, (_, key: string) => world.ids[key] ?? '01m80000000000000000000000')}`
  if (row.upload) return client.upload(url, row.upload)
  return client.raw(method, url, method === 'GET' || method === ('DELETE' as string) ? undefined : (row.body?.(world) ?? {}))
}
