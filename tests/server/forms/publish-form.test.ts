import type { Form } from '#core/form/form'
import { evaluateInProcess } from '#core/rule/evaluate'
import { inTransaction, reader } from '../../../server/db/transaction.js'
import { createForm, readForm, saveDraft } from '../../../server/forms/draft.js'
import { publishForm, resumePublications, type Watch } from '../../../server/forms/publish-form.js'
import { formVersion, publishedForm } from '../../../server/forms/published-form.js'
import { planSubmission } from '../../../server/intake/submit-record.js'
import { system } from '../../../server/people/principal.js'
import { Overtaken } from '../../../server/records/plan.js'
import { readRecord } from '../../../server/records/read-record.js'
import { eachDatabase } from '../../support/each-database.js'
import { aForm } from '../../support/forms.js'
import { aStore, now, type Store } from '../../support/store.js'

eachDatabase('publishing a form', database => {
  let store: Store
  beforeAll(async () => {
    store = await aStore(database)
  })
  afterAll(() => store.close())

  const values = async (form: string, id: string) =>
    (await readRecord(reader(store.db), (await publishedForm(reader(store.db), form))!, id))?.values
  const draft = async (id: string, form: Form): Promise<number> => {
    const row = (await readForm(reader(store.db), id))!
    await inTransaction(store.db, tx => saveDraft(tx, id, row.revision, form))
    return row.revision + 1
  }
  const publish = (formId: string, revision: number, watch?: Watch) =>
    publishForm(store.db, { formId, revision, changes: [], by: null, at: now }, watch)

  const first = aForm('customers')
    .text('name')
    .phone('phone')
    .number('spend')
    .subform('items', rows => rows.text('what'))
    .build()
  const second = aForm('customers')
    .text('name', { unique: true })
    .phone('phone')
    .number('spend', { decimals: 2 })
    .date('born')
    .subform('items', rows => rows.text('what').money('price'))
    .subform('visits', rows => rows.date('on'))
    .build()

  it('goes on from a crash after any step, and loses nothing', async () => {
    let crashes = 0
    for (let at = 0; ; at += 0.5) {
      const form = await store.publish({ ...first, key: `crash${crashes}` })
      const record = await store.record(form, { name: 'Acme', phone: '13800138000', spend: '7', items: [{ what: 'cup' }] })
      const revision = await draft(form, second)
      const crash: Watch = done => {
        if (done >= at) throw new Error('the power went')
      }
      const outcome = await publish(form, revision, crash).catch((error: Error) => error.message)
      if (outcome !== 'the power went') {
        expect(outcome).toEqual({ version: 2 })
        break
      }
      crashes++
      await store.reopen()
      // until the switch is turned the old version is the one that works, after it the new one
      await store.record(form, { phone: '13900139000' }, { record: record.id })
      expect(await resumePublications(store.db)).toBe(1)
      expect(await resumePublications(store.db)).toBe(0)
      expect((await publishedForm(reader(store.db), form))!.version).toBe(2)
      await store.record(form, { born: '2000-02-29', visits: [{ on: '2026-01-01' }] }, { record: record.id })
      expect(await values(form, record.id)).toMatchObject({
        name: 'Acme',
        phone: '13900139000',
        spend: '7.00',
        born: '2000-02-29',
        items: [{ what: 'cup' }],
        visits: [{ on: '2026-01-01' }],
      })
      expect(await store.submit({ form, raw: { name: 'Acme' } })).toMatchObject({
        problems: [{ code: 'NOT_UNIQUE', at: 'name' }],
      })
    }
    expect(crashes).toBeGreaterThan(8)
  }, 60_000)

  it('makes the very first version in spite of crashes', async () => {
    const watch: Watch = done => {
      if (done === 1.5) throw new Error('the power went')
    }
    const form = await inTransaction(store.db, tx => createForm(tx, 'app', { ...first, key: 'fresh' }, now))
    await expect(publish(form, 1, watch)).rejects.toThrow('the power went')
    expect(await publishedForm(reader(store.db), form)).toBeUndefined()
    await store.reopen()
    await resumePublications(store.db)
    const record = await store.record(form, { name: 'a', items: [{ what: 'x' }] })
    expect(await values(form, record.id)).toMatchObject({ name: 'a', items: [{ what: 'x' }] })
  })

  it('lets one of many who publish at once win', async () => {
    const form = await store.publish({ ...first, key: 'race' })
    const revision = await draft(form, second)
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => publish(form, revision)))
    expect(outcomes.filter(outcome => 'version' in outcome)).toEqual([{ version: 2 }])
    for (const outcome of outcomes)
      if ('problems' in outcome) expect(['PUBLISHING', 'DRAFT_CHANGED']).toContain(outcome.problems[0]!.code)
    expect(await publish(form, revision - 1)).toEqual({ problems: [{ code: 'DRAFT_CHANGED' }] })
  })

  it('keeps every row of a subform when columns are added', async () => {
    const form = await store.publish({ ...first, key: 'children' })
    const record = await store.record(form, { name: 'a', items: [{ what: '1' }, { what: '2' }, { what: '3' }] })
    await store.publish({ ...second, key: 'children' }, form)
    expect((await values(form, record.id))!.items).toMatchObject([{ what: '1' }, { what: '2' }, { what: '3' }])
  })

  it('keeps the values of a removed field, and brings them back with it', async () => {
    const form = await store.publish(aForm('gone').text('a').text('b').build())
    const record = await store.record(form, { a: '1', b: '2' })
    await store.publish(aForm('gone').text('a').build(), form)
    await store.record(form, { a: '3' }, { record: record.id })
    expect(await values(form, record.id)).toEqual({ a: '3' })
    await store.publish(aForm('gone').text('a').text('b').build(), form)
    expect(await values(form, record.id)).toEqual({ a: '3', b: '2' })
  })

  it('gives a field of another kind a new column, and copies what fits', async () => {
    const form = await store.publish(aForm('kinds').text('note').number('n').text('day').build())
    const record = await store.record(form, { note: 'long', n: '12', day: 'tomorrow' })
    await store.publish(aForm('kinds').textarea('note').number('n', { decimals: 3 }).date('day').build(), form)
    expect(await values(form, record.id)).toEqual({ note: 'long', n: '12.000' })
    await store.record(form, { day: '2026-01-02' }, { record: record.id })
    const { storage } = (await publishedForm(reader(store.db), form))!
    const [row] = await store.db.query(`SELECT f_day, ${storage.fields.day!.column} AS day FROM ${storage.table}`)
    expect(row).toEqual({ f_day: 'tomorrow', day: '2026-01-02' })
  })

  it('refuses a unique field over doubles, and takes it when they are gone', async () => {
    const form = await store.publish(aForm('doubles').text('code').build())
    const one = await store.record(form, { code: 'x' })
    await store.record(form, { code: 'x' })
    const revision = await draft(form, aForm('doubles').text('code', { unique: true }).build())
    expect(await publish(form, revision)).toEqual({ problems: [{ code: 'DUPLICATES_EXIST', at: 'code', params: { count: 1 } }] })
    await store.record(form, { code: 'y' }, { record: one.id })
    expect(await publish(form, revision)).toEqual({ version: 2 })
    expect(await store.submit({ form, raw: { code: 'y' } })).toMatchObject({ problems: [{ code: 'NOT_UNIQUE' }] })
  })

  it('gives up cleanly when doubles come in between plan and index', async () => {
    const form = await store.publish(aForm('late').text('code').text('other').build())
    await store.record(form, { code: 'x' })
    const revision = await draft(
      form,
      aForm('late').text('code', { unique: true }).text('other', { unique: true }).text('more').build(),
    )
    const { storage } = (await publishedForm(reader(store.db), form))!
    const q = reader(store.db).dialect.quote
    const outcome = await publish(form, revision, async done => {
      // the index on "code" is there, the one on "other" not yet: two equal values come in
      if (done === 1)
        await store.db.query(
          `INSERT INTO ${q(storage.table)} (id, rev, version, created_at, updated_at, source, state, title, search, f_other)
           VALUES ('a', 1, 1, '', '', '', '', '', '', 'z'), ('b', 1, 1, '', '', '', '', '', '', 'z')`,
        )
    })
    expect(outcome).toMatchObject({ problems: [{ code: 'DUPLICATES_EXIST' }] })
    expect((await publishedForm(reader(store.db), form))!.version).toBe(1)
    expect(await store.submit({ form, raw: { code: 'x' } })).toHaveProperty('record')
    await store.db.query(`DELETE FROM ${q(storage.table)}`)
    expect(await publish(form, revision)).toEqual({ version: 2 })
  })

  it('writes with the new version from the moment of the switch, whoever is on the way', async () => {
    const form = await store.publish(aForm('busy').text('note').number('n').build())
    const writing = Array.from({ length: 40 }, (_, i) => store.record(form, { note: `r${i}`, n: String(i) }))
    const revision = await draft(form, aForm('busy').textarea('note').number('n', { decimals: 2 }).build())
    const [outcome, ...records] = await Promise.all([publish(form, revision), ...writing])
    expect(outcome).toEqual({ version: 2 })
    for (const [i, record] of records.entries()) expect(await values(form, record.id)).toEqual({ note: `r${i}`, n: `${i}.00` })
  })

  it('refuses to write what was planned with an earlier version', async () => {
    const form = await store.publish(aForm('stale').number('n').build())
    const deps = { db: store.db, evaluate: evaluateInProcess }
    const planned = await planSubmission(deps, { form, raw: { n: '7' }, who: system, through: { source: 'user' }, at: now })
    await store.publish(aForm('stale').number('n', { decimals: 2 }).build(), form)
    if ('problems' in planned) throw new Error('not planned')
    const write = inTransaction(store.db, async tx => {
      for (const each of planned.plan.writes) await each(tx)
    })
    await expect(write).rejects.toThrow(Overtaken)
  })

  it('never changes a version that was published', async () => {
    const form = await store.publish({ ...first, key: 'frozen' })
    await store.publish({ ...second, key: 'frozen' }, form)
    expect((await formVersion(reader(store.db), form, 1))!.form.fields).toEqual(first.fields)
  })
})
