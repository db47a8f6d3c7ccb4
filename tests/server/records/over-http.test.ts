import { eachDatabase } from '../../support/each-database.js'
import { anApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { aForm } from '../../support/forms.js'

eachDatabase('forms and records over HTTP', database => {
  let app: TestApp
  let admin: Client
  let appId: string
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    appId = (await admin.post('/apps', { name: 'Sales' })).body.id
  }, 30_000)
  afterAll(() => app.close())

  async function published(form = customers()): Promise<string> {
    const draft = await admin.post(`/apps/${appId}/forms`, { name: 'Customers', form })
    expect(draft.status).toBe(201)
    const answer = await admin.post(`/forms/${draft.body.id}/publish`, { revision: draft.body.revision })
    expect(answer).toMatchObject({ status: 200, body: { version: 1 } })
    return draft.body.id
  }

  const customers = () =>
    aForm('customers')
      .text('name', { required: true })
      .phone('phone', { unique: true, personal: true })
      .number('spend')
      .choice('grade', ['A', 'C'])
      .text('secret', { hidden: true })
      .text('fixed', { readonly: true })
      .number('double', { computed: 'spend * 2' })
      .member('owner')
      .file('papers')
      .with({ title: ['name'], owner: 'owner' })
      .build()

  /** Somebody with these rights on the form. */
  async function colleague(
    account: string,
    form: string,
    rows: string,
    actions: string[],
    department?: string,
  ): Promise<Client & { id: string }> {
    const user = await admin.post('/users', {
      account,
      name: account,
      password: 'formloom',
      ...(department ? { department } : {}),
    })
    const role = await admin.post('/roles', { name: account })
    await admin.patch(`/roles/${role.body.id}`, { members: [user.body.id], grants: [{ form, actions, rows }] })
    return Object.assign(await app.signIn(account), { id: user.body.id as string })
  }

  it('goes the whole way: create, list, read, change, log, delete', async () => {
    const form = await published()
    const created = await admin.post(`/forms/${form}/records`, { values: { name: 'Acme', phone: '13800138000', spend: 21 } })
    expect(created).toMatchObject({
      status: 201,
      body: { rev: 1, title: 'Acme', masked: ['phone'], values: { phone: '138****8000', double: '42' } },
    })
    const path = `/forms/${form}/records/${created.body.id}`
    const list = await admin.get(
      `/forms/${form}/records?q=${encodeURIComponent(JSON.stringify({ filter: { field: 'spend', op: 'gte', value: 21 } }))}`,
    )
    expect(list.body).toMatchObject({ total: 1, items: [{ id: created.body.id, values: { phone: '138****8000' } }] })
    // a masked value that comes back unchanged means the stored one
    const changed = await admin.patch(path, {
      rev: 1,
      values: { ...created.body.values, fixed: undefined, double: undefined, name: 'Acme Ltd' },
    })
    expect(changed).toMatchObject({ status: 200, body: { rev: 2, values: { name: 'Acme Ltd' } } })
    expect(await admin.post(`${path}/reveal`, { field: 'phone', reason: 'call back' })).toMatchObject({
      status: 200,
      body: { value: '13800138000' },
    })
    expect(await admin.patch(path, { rev: 1, values: { name: 'late' } })).toMatchObject({
      status: 409,
      body: { code: 'RECORD_CHANGED' },
    })
    const log = await admin.get(`${path}/log`)
    expect(log.body.map((entry: { action: string }) => entry.action)).toEqual(['revealed', 'changed', 'created'])
    expect(JSON.stringify(log.body)).not.toContain('13800138000')
    expect(await admin.delete(path)).toMatchObject({ status: 204 })
    expect(await admin.get(path)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_RECORD' } })
    // in the trash, the value is free again
    expect(await admin.post(`/forms/${form}/records`, { values: { name: 'Next', phone: '13800138000' } })).toMatchObject({
      status: 201,
    })
  })

  it('answers a repeated submission with the first answer, and counts it once', async () => {
    const form = await published()
    const send = () => admin.post(`/forms/${form}/records`, { values: { name: 'Once' } }, { 'idempotency-key': 'k1' })
    const answers = await Promise.all([send(), send(), send()])
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1)
    expect(answers.every(answer => answer.status === 201)).toBe(true)
    expect((await admin.get(`/forms/${form}/records`)).body.total).toBe(1)
    const other = await admin.post(`/forms/${form}/records`, { values: { name: 'Other' } }, { 'idempotency-key': 'k1' })
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
  })

  it('refuses fields that are unknown, hidden, fixed, computed, of the system or inherited, and keeps nothing', async () => {
    const form = await published()
    const record = (await admin.post(`/forms/${form}/records`, { values: { name: 'Acme' } })).body
    for (const [field, value] of [
      ['nonsense', 'x'],
      ['secret', 'x'],
      ['fixed', 'x'],
      ['double', '7'],
      ['_owner', 'x'],
      ['rev', 9],
      ['id', 'x'],
      ['constructor', 'x'],
      ['toString', 'x'],
    ] as const) {
      const created = await admin.post(`/forms/${form}/records`, { values: { name: 'Bad', [field]: value } })
      expect({ field, status: created.status }).toEqual({ field, status: 400 })
      const changed = await admin.patch(`/forms/${form}/records/${record.id}`, { rev: 1, values: { [field]: value } })
      expect({ field, status: changed.status }).toEqual({ field, status: 400 })
    }
    const proto = await admin.raw('POST', `/forms/${form}/records`, '{"values":{"name":"Bad","__proto__":{"secret":"x"}}}', {
      'content-type': 'application/json',
    })
    expect(proto.status).toBe(400)
    expect((await admin.get(`/forms/${form}/records`)).body.total).toBe(1)
  })

  it('shows and changes own, department or all records as the role says, through every route', async () => {
    const form = await published()
    const north = (await admin.post('/departments', { name: 'North' })).body.id
    const south = (await admin.post('/departments', { name: 'South' })).body.id
    const all = ['view', 'create', 'edit', 'delete', 'reveal']
    const name = (who: string) => `${who}-${database}-${form.slice(-6)}`
    const own = await colleague(name('own'), form, 'own', all, north)
    const dep = await colleague(name('dep'), form, 'department', all, north)
    const every = await colleague(name('all'), form, 'all', ['view'], south)
    const none = await colleague(name('none'), form, 'all', ['create'], south)
    const mine = (await own.post(`/forms/${form}/records`, { values: { name: 'mine' } })).body.id
    const theirs = (await admin.post(`/forms/${form}/records`, { values: { name: 'theirs' } })).body.id
    const given = (await admin.post(`/forms/${form}/records`, { values: { name: 'given', owner: [own.id] } })).body.id
    const seenBy = async (client: Client) =>
      (await client.get(`/forms/${form}/records`)).body.items?.map((row: { id: string }) => row.id).sort()
    expect(await seenBy(own)).toEqual([mine, given].sort())
    expect(await seenBy(dep)).toEqual([mine, given].sort())
    expect(await seenBy(every)).toEqual([mine, theirs, given].sort())
    expect((await none.get(`/forms/${form}/records`)).status).toBe(403)
    const path = `/forms/${form}/records/${theirs}`
    for (const answer of [
      await own.get(path),
      await own.patch(path, { rev: 1, values: { name: 'x' } }),
      await own.delete(path),
      await own.get(`${path}/log`),
      await own.get(`${path}/decisions`),
      await own.post(`${path}/reveal`, { field: 'phone', reason: 'curious' }),
    ])
      expect(answer).toMatchObject({ status: 404, body: { code: 'NO_SUCH_RECORD' } })
    expect(await every.patch(path, { rev: 1, values: { name: 'x' } })).toMatchObject({ status: 403 })
    expect(await every.post(`${path}/reveal`, { field: 'phone', reason: 'curious' })).toMatchObject({ status: 403 })
    const stranger = await colleague(name('stranger'), 'elsewhere', 'all', all)
    expect(await stranger.get(path)).toMatchObject({ status: 404, body: { code: 'NO_SUCH_FORM' } })
    expect((await app.anybody().get(path)).status).toBe(401)
  })

  it('tells who has the value only to those who may see him', async () => {
    const form = await published()
    const first = (await admin.post(`/forms/${form}/records`, { values: { name: 'Acme', phone: '13911112222' } })).body.id
    const again = { values: { name: 'Again', phone: '139 1111 2222' } }
    expect(await admin.post(`/forms/${form}/records`, again)).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'NOT_UNIQUE', at: 'phone', params: { existing: first, title: 'Acme' } }] },
    })
    const blind = await colleague(`blind-${database}`, form, 'own', ['create'])
    const answer = await blind.post(`/forms/${form}/records`, again)
    expect(answer.status).toBe(422)
    expect(JSON.stringify(answer.body)).not.toContain(first)
  })

  it('takes an upload only from who sent it, once, and hands it out as an attachment', async () => {
    const form = await published()
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
    const colleagueOf = await colleague(`up-${database}`, form, 'own', ['view', 'create'])
    const upload = await colleagueOf.upload(`/forms/${form}/files`, { name: '../../evil.html', content: png, type: 'text/html' })
    expect(upload).toMatchObject({ status: 201, body: { name: 'evil.html', size: png.length, type: 'image/png' } })
    const file = upload.body.id
    expect((await admin.get(`/files/${file}`)).status).toBe(404)
    expect((await colleagueOf.get(`/files/${file}`)).status).toBe(200)
    const values = { name: 'With papers', papers: [{ id: file, name: 'x', size: 1, type: 'text/html' }] }
    expect(await admin.post(`/forms/${form}/records`, { values })).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'NO_SUCH_FILE', at: 'papers' }] },
    })
    const record = await colleagueOf.post(`/forms/${form}/records`, { values })
    expect(record).toMatchObject({
      status: 201,
      body: { values: { papers: [{ id: file, name: 'evil.html', size: png.length, type: 'image/png' }] } },
    })
    expect(await colleagueOf.post(`/forms/${form}/records`, { values })).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'NO_SUCH_FILE' }] },
    })
    const read = await admin.get(`/files/${file}`)
    expect(read.headers).toMatchObject({
      'content-disposition': "attachment; filename*=UTF-8''evil.html",
      'x-content-type-options': 'nosniff',
    })
    expect((await admin.get(`/files/${file}/preview`)).headers['content-disposition']).toMatch(/^inline/)
  })

  it('refuses what only looks like an upload, and survives broken ones', async () => {
    const form = await published()
    expect(await admin.post(`/forms/${form}/files`, { file: { filepath: '/etc/passwd', name: 'x' } })).toMatchObject({
      status: 415,
      body: { code: 'NOT_MULTIPART' },
    })
    const type = { 'content-type': 'multipart/form-data; boundary=xx' }
    for (const body of [
      '',
      '--xx',
      '--xx\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
      'nothing',
      '--xx\r\n\r\n--xx--\r\n',
    ])
      expect((await admin.raw('POST', `/forms/${form}/files`, body, type)).status).toBe(400)
    expect(
      (await admin.upload(`/forms/${form}/files`, { name: 'a.svg', content: '<svg onload="alert(1)"/>' })).body,
    ).toMatchObject({ type: 'text/plain' })
    const big = await admin.upload(`/forms/${form}/files`, { name: 'big', content: Buffer.alloc(20 * 1024 * 1024 + 1) })
    expect(big).toMatchObject({ status: 413, body: { code: 'FILE_TOO_LARGE' } })
  })

  it('never puts text of the asker into SQL', async () => {
    const form = await published()
    await admin.post(`/forms/${form}/records`, { values: { name: 'only' } })
    const payloads = [
      "name' OR '1'='1",
      'name; DROP TABLE users',
      'f_name',
      'name`',
      'name"',
      '(SELECT password FROM users)',
      'created_at DESC --',
      '_id/**/',
      '__proto__',
      'constructor',
      'name\u0000',
    ]
    for (const text of payloads) {
      const ask = (query: object) => admin.get(`/forms/${form}/records?q=${encodeURIComponent(JSON.stringify(query))}`)
      expect(await ask({ sort: [{ field: text }] })).toMatchObject({ status: 400 })
      expect(await ask({ filter: { field: text, op: 'eq', value: 'x' } })).toMatchObject({ status: 400 })
      expect(await ask({ filter: { field: 'name', op: text, value: 'x' } })).toMatchObject({ status: 400 })
      expect(await ask({ filter: { field: 'name', op: 'eq', value: text } })).toMatchObject({ status: 200, body: { total: 0 } })
      expect(await ask({ search: text })).toMatchObject({ status: 200 })
    }
    expect(await admin.get(`/forms/${form}/records?q={broken`)).toMatchObject({ status: 400, body: { code: 'BAD_QUERY' } })
    expect((await admin.get(`/forms/${form}/records`)).body.total).toBe(1)
  })

  it('finds personal values whole only, and never sorts or compares by them without the right', async () => {
    const form = await published()
    await admin.post(`/forms/${form}/records`, { values: { name: 'Acme', phone: '13577778888' } })
    const seller = await colleague(`seller-${database}`, form, 'all', ['view'])
    const ask = (query: object) => seller.get(`/forms/${form}/records?q=${encodeURIComponent(JSON.stringify(query))}`)
    expect((await ask({ search: '135 7777 8888' })).body.total).toBe(1)
    expect((await ask({ search: '1357777' })).body.total).toBe(0)
    expect((await ask({ search: 'acm' })).body.total).toBe(1)
    expect(await ask({ sort: [{ field: 'phone' }] })).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'PERSONAL_FIELD' }] },
    })
    expect(await ask({ filter: { field: 'phone', op: 'contains', value: '135' } })).toMatchObject({ status: 400 })
    expect(await ask({ filter: { field: 'secret', op: 'eq', value: 'x' } })).toMatchObject({
      status: 400,
      body: { problems: [{ code: 'UNKNOWN_FIELD' }] },
    })
  })

  it('keeps drafts by revision, tries rules without writing, and publishes rules whose examples hold', async () => {
    const form = await published()
    const draft = (await admin.get(`/forms/${form}/draft`)).body
    expect((await admin.put(`/forms/${form}/draft`, { revision: draft.revision, form: draft.form })).body.revision).toBe(
      draft.revision + 1,
    )
    expect(await admin.put(`/forms/${form}/draft`, { revision: draft.revision, form: draft.form })).toMatchObject({
      status: 409,
      body: { code: 'DRAFT_CHANGED' },
    })
    const rules = {
      key: 'grade',
      name: 'Grade',
      form: 'customers',
      rules: [
        {
          type: 'branches',
          key: 'grade',
          name: 'Grade',
          target: 'grade',
          branches: [{ when: 'spend >= 100', result: { value: 'A' } }],
          otherwise: { value: 'C' },
        },
      ],
      examples: [{ name: 'big', values: { spend: 100 }, expect: { grade: 'A' } }],
    }
    const trial = await admin.post(`/forms/${form}/rules/try`, { rules, values: { spend: '250' } })
    expect(trial).toMatchObject({ status: 200, body: { writes: { grade: 'A' }, problems: [] } })
    const wrong = { ...rules, examples: [{ name: 'big', values: { spend: 100 }, expect: { grade: 'C' } }] }
    const saved = await admin.put(`/forms/${form}/rules`, { revision: 0, rules: wrong })
    expect(saved).toMatchObject({ status: 200, body: { revision: 1, examples: [{ passed: false }] } })
    expect(await admin.post(`/forms/${form}/rules/publish`, { revision: 1 })).toMatchObject({
      status: 422,
      body: { problems: [{ code: 'EXAMPLE_FAILED' }] },
    })
    await admin.put(`/forms/${form}/rules`, { revision: 1, rules })
    expect(await admin.post(`/forms/${form}/rules/publish`, { revision: 2 })).toMatchObject({ status: 200, body: { version: 1 } })
    const record = await admin.post(`/forms/${form}/records`, { values: { name: 'Big', spend: 500 } })
    expect(record.body.values.grade).toBe('A')
    const why = await admin.get(`/forms/${form}/records/${record.body.id}/decisions`)
    expect(why.body).toMatchObject([{ target: 'grade', result: 'A', inputs: { spend: 500 } }])
    const seller = await colleague(`rules-${database}`, form, 'all', ['view'])
    expect((await seller.get(`/forms/${form}/rules`)).status).toBe(403)
  })
})
