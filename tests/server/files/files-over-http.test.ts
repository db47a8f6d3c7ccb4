import { customersApp, type CustomersApp } from '../../support/customers-app.js'
import { eachDatabase } from '../../support/each-database.js'

eachDatabase('uploads', database => {
  let app: CustomersApp['app']
  let admin: CustomersApp['admin']
  let published: CustomersApp['published']
  let colleague: CustomersApp['colleague']

  beforeAll(async () => {
    ;({ admin, app, colleague, published } = await customersApp(database))
  }, 30_000)
  afterAll(() => app.close())

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
})
