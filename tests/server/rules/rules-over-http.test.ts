import { customersApp, type CustomersApp } from '../../support/customers-app.js'
import { eachDatabase } from '../../support/each-database.js'

eachDatabase('drafts and rules over HTTP', database => {
  let app: CustomersApp['app']
  let admin: CustomersApp['admin']
  let published: CustomersApp['published']
  let colleague: CustomersApp['colleague']

  beforeAll(async () => {
    ;({ admin, app, colleague, published } = await customersApp(database))
  }, 30_000)
  afterAll(() => app.close())

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
