import { customersApp, type CustomersApp } from '../../support/customers-app.js'
import { eachDatabase } from '../../support/each-database.js'
import { aForm } from '../../support/forms.js'

jest.setTimeout(60_000)

const form = aForm('wish')
  .text('name', { required: true })
  .phone('phone', { unique: true, personal: true })
  .text('channel', { fromLink: true })
  .text('score')
  .text('secret', { hidden: true })
  .subform('items', rows => rows.text('what').text('cost', { hidden: true }))
  .check('scored', 'score = "A" and name = "x"')
  .check('named', '$length(name) < 2')
  .with({ internal: ['score'] })
  .build()

eachDatabase('a stranger with a link', database => {
  let world: CustomersApp
  let link: { id: string; url: string }
  let token: string
  beforeAll(async () => {
    world = await customersApp(database)
    const { admin } = world
    const [app] = (await admin.get('/apps')).body
    const draft = (await admin.post(`/apps/${app.id}/forms`, { name: 'Wish', form })).body
    expect(await admin.post(`/forms/${draft.id}/publish`, { revision: draft.revision })).toMatchObject({ status: 200 })
    link = (await admin.post(`/forms/${draft.id}/links`, { name: 'Fair', quota: 3 })).body
    token = link.url.slice('/f/'.length)
  })
  afterAll(() => world.app.close())

  it('is told of nothing internal: no field, no column, no check about them', async () => {
    const { body } = await world.app.anybody('10.0.0.1').get(`/public/links/${token}`)
    expect(JSON.stringify(body.form)).not.toMatch(/score|secret|cost/)
    expect(body.form.checks.map((check: { key: string }) => check.key)).toEqual(['named'])
  })

  it('writes what the form shows, and nothing else', async () => {
    for (const [key, value] of [
      ['score', 'A'],
      ['secret', 'x'],
      ['channel', 'x'],
      ['_owner', 'x'],
      ['id', 'x'],
      ['constructor', 'x'],
      ['items', [{ what: 'a', cost: '1' }]],
    ] as const)
      expect([
        key,
        await world.app.anybody('10.0.0.2').post(`/public/links/${token}/records`, { values: { name: 'Ann', [key]: value } }),
      ]).toMatchObject([key, { status: 400 }])
  })

  it('is one of as many as the quota allows, also when fifty come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        world.app.anybody(`10.0.1.${nth}`).post(`/public/links/${token}/records`, { values: { name: `Ann ${nth}` } }),
      ),
    )
    expect(answers.filter(answer => answer.status === 201)).toHaveLength(3)
    expect(answers.filter(answer => answer.body.code === 'LINK_CLOSED')).toHaveLength(47)
    const urls = answers.filter(answer => answer.status === 201).map(answer => answer.body.url as string)
    expect(new Set(urls).size).toBe(3)
    const receipt = await world.app.anybody('10.0.0.3').get(`/public${urls[0]!.replace('/r/', '/receipts/')}`)
    expect(Object.keys(receipt.body).sort()).toEqual(['at', 'number', 'steps', 'title', 'url'])
  })

  it('finds nothing by guessing, is slowed down, and learns nothing of why', async () => {
    const guesser = world.app.anybody('10.0.0.4')
    let throttled = 0
    for (let nth = 0; nth < 10_000; nth++) {
      const door = nth % 2 ? 'links' : 'receipts'
      const guess = nth % 3 ? `${token.slice(0, -1)}${nth % 10}x` : Buffer.from(`guess ${nth}`).toString('base64url')
      const { status } = await guesser.get(`/public/${door}/${guess}`)
      if (status === 429) throttled++
      else expect(status).toBe(404)
    }
    expect(throttled).toBeGreaterThan(9_000)
    // closed, unknown and full are one answer
    const other = world.app.anybody('10.0.0.5')
    const full = await other.get(`/public/links/${token}`)
    const unknown = await other.get('/public/links/nothing')
    expect({ ...full.body, request: '' }).toEqual({ ...unknown.body, request: '' })
  })

  it('cannot use the token anywhere else', async () => {
    const holder = world.app.anybody('10.0.0.6')
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { cookie: `formloom=${token}` },
      { 'x-api-key': token },
    ] as Record<string, string>[])
      for (const path of ['/me', '/apps', '/events', `/links/${link.id}`, '/people'])
        expect([path, (await holder.get(path, headers)).status]).toEqual([path, path.startsWith('/links/') ? 404 : 401])
  })

  it('has a token that rests in the database as hash and sealed only', async () => {
    const rows = await world.app.db.query('SELECT * FROM links')
    expect(Buffer.from(token, 'base64url').length * 8).toBeGreaterThanOrEqual(128)
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})
