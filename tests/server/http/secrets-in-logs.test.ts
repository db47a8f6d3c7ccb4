import type { FastifyInstance } from 'fastify'
import { makeApp } from '../../../server/app.js'
import { makeLog } from '../../../server/http/log.js'
import { readConfig } from '../../../server/config.js'
import { anApp } from '../../support/app.js'
import { Client } from '../../support/client.js'
import { aForm } from '../../support/forms.js'
import { said } from '../../support/said.js'

jest.setTimeout(60_000)

test.each(['production', 'test'])('thirty planted secrets are in no line of the log (%s)', async mode => {
  const ground = await anApp({ env: { FORMLOOM_TEST_CLOCK: '0' } })
  const config = { ...readConfig({ NODE_ENV: 'test', DATA_DIR: ground.config.dataDir, DEMO: '0' }), logLevel: 'debug' as const }
  const planted = (nth: number): string => `PLANTED-${nth}-secret`
  const text = await said(async () => {
    const nest = await makeApp(config, makeLog({ ...config, production: mode === 'production' }))
    await nest.init()
    const fastify = nest.getHttpAdapter().getInstance() as unknown as FastifyInstance
    await fastify.ready()
    const client = new Client(fastify)
    const organisation = { organisation: 'Test', name: 'Admin', account: 'admin', password: planted(1) }
    await client.post('/setup', organisation)
    await client.post('/session', { account: 'admin', password: planted(2) })
    await client.post('/session', { account: planted(3), password: planted(4) })
    await client.patch('/me', { password: { old: planted(5), new: planted(6) } })
    await client.post('/users', { account: 'lina', name: 'Lina', password: planted(7) })
    const app = (await client.post('/apps', { name: 'Sales' })).body.id
    const design = aForm().text('name').phone('phone', { personal: true, unique: true }).build()
    const draft = (await client.post(`/apps/${app}/forms`, { name: 'F', form: design })).body
    await client.post(`/forms/${draft.id}/publish`, { revision: draft.revision })
    const token = (await client.post(`/forms/${draft.id}/links`, { name: planted(8) })).body.url.slice(3)
    const loud = async (): Promise<void> => {
      await client.post(`/forms/${draft.id}/records`, { values: { name: planted(9) } }, { 'idempotency-key': planted(10) })
      await client.get(`/forms/${draft.id}/records?q=${encodeURIComponent(JSON.stringify({ search: planted(11) }))}`)
      await client.post(`/public/links/${token}/records?${planted(12)}`, { values: { name: planted(13) } })
      await client.get(`/public/links/${token}?channel=${planted(14)}`)
      await client.get(`/public/receipts/${planted(15)}`)
      await client.get(`/people?search=${planted(16)}`)
      await client.get('/me', { authorization: `Bearer ${planted(17)}`, cookie: `formloom=${planted(18)}` })
      await client.raw('POST', '/session', `{"account":"${planted(19)}`, { 'content-type': 'application/json' })
      await client.get(`/forms/${planted(20)}/records?x=${planted(21)}`)
      await client.upload(`/forms/${draft.id}/files`, { name: planted(22), content: planted(23) })
      await client.upload(`/forms/${draft.id}/imports`, { name: `${planted(24)}.csv`, content: `name\n${planted(25)}` })
      await client.get(`/users?search=${planted(26)}`, { 'user-agent': planted(27), referer: `http://x/${planted(28)}` })
      await client.post('/notifications/read', { ids: [planted(29)] })
      await client.patch('/organisation', { name: planted(30) })
    }
    await loud()
    // the same once more while the database fails: errors are logged
    const db = ground.db
    for (const table of ['links', 'receipts', 'idempotency', 'notifications', 'users'])
      await db.query(`ALTER TABLE ${table} RENAME TO ${table}_away`)
    await loud()
    expect((await client.get(`/public/links/${token}`)).status).toBe(500)
    await nest.close()
    secrets.push(token, ...Object.values(client.jar))
  })
  await ground.close()
  expect(text).toContain('INTERNAL')
  expect(text.match(/PLANTED-\d+-secret/g)).toBeNull()
  for (const secret of [...secrets.splice(0), config.secret]) expect(text).not.toContain(secret)
})

/** Links and sessions that were made on the way. */
const secrets: string[] = []

test('a line that somebody sent cannot pass for a line of ours', async () => {
  const text = await said(async () => {
    const error = new Error('x\n23:00:00 error  INTERNAL forged\r23:00:01 error  forged too')
    makeLog({ logLevel: 'info', production: false }).error({ err: error }, 'real\n23:00:02 error  forged as well')
    await Promise.resolve()
  })
  expect(text).toContain('forged too')
  expect(text.split(/\r|\n/).filter(line => /^\d\d:\d\d:\d\d .*forged/.test(line) && !line.includes('real'))).toEqual([])
})
