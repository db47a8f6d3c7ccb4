import { evaluateInProcess } from '#core/rule/evaluate'
import { reader } from '../../../server/db/transaction.js'
import { publishedForm } from '../../../server/forms/published-form.js'
import { submitRecord, type Submission } from '../../../server/intake/submit-record.js'
import { system } from '../../../server/people/principal.js'
import { planChange } from '../../../server/records/plan-change.js'
import { Overtaken, type ProcessStarter } from '../../../server/records/plan.js'
import { readRecord } from '../../../server/records/read-record.js'
import { eachDatabase } from '../../support/each-database.js'
import { aForm } from '../../support/forms.js'
import { aStore, now, type Store } from '../../support/store.js'

eachDatabase('a submission and what follows from it', database => {
  let store: Store
  beforeAll(async () => {
    store = await aStore(database)
  })
  afterAll(() => store.close())

  const submit = (starter: ProcessStarter, submission: Pick<Submission, 'form' | 'raw'> & Partial<Submission>) =>
    submitRecord(
      { db: store.db, evaluate: evaluateInProcess, starter },
      { who: system, through: { source: 'user' }, at: now, ...submission },
    )
  const stored = async (form: string, id: string) =>
    readRecord(reader(store.db), (await publishedForm(reader(store.db), form))!, id)
  const count = async (form: string) => {
    const { storage } = (await publishedForm(reader(store.db), form))!
    return Number((await reader(store.db).query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${storage.table}`))[0]!.n)
  }

  /** Marks a new record and writes a note about it, as a process would in its first burst. */
  const marking = (notes: string): ProcessStarter => ({
    async plan(plan, { before, after, form }) {
      if (before || form.id === notes) return []
      const process = { who: system, through: { source: 'process' as const, name: 'marking' } }
      const marked = await planChange(plan, { ...process, form, record: after.id, raw: { mark: 'seen' } })
      const about = (await publishedForm(plan.reader, notes))!
      const noted = await planChange(plan, { ...process, form: about, raw: { about: after.values.name } })
      return [marked, noted].flatMap(each => ('problems' in each ? each.problems : []))
    },
  })

  const ordered = () =>
    aForm('orders')
      .serial('no', 'B-{000}')
      .text('name')
      .text('mark')
      .with({ title: ['no', 'name'] })
      .build()

  it('is written with everything that its processes change, in one transaction, under one serial number', async () => {
    const notes = await store.publish(aForm('notes').text('about').build())
    const form = await store.publish(ordered())
    const submitted = await submit(marking(notes), { form, raw: { name: 'Acme' } })
    if ('problems' in submitted) throw new Error(JSON.stringify(submitted.problems))
    expect(await stored(form, submitted.record.id)).toMatchObject({
      rev: 2,
      title: 'B-001 · Acme',
      values: { no: 'B-001', name: 'Acme', mark: 'seen' },
    })
    expect(await count(notes)).toBe(1)
    const log: { action: string; through: string }[] = await store.db.query(
      'SELECT action, through FROM record_log WHERE record = ? ORDER BY id',
      [submitted.record.id],
    )
    expect(log.map(line => [line.action, JSON.parse(line.through).source])).toEqual([
      ['created', 'user'],
      ['changed', 'process'],
    ])
  })

  it('leaves nothing behind when a later part is refused', async () => {
    const notes = await store.publish(aForm('notes').text('about', { maxLength: 3 }).build())
    const form = await store.publish(ordered())
    expect(await submit(marking(notes), { form, raw: { name: 'Acme' } })).toMatchObject({
      problems: [{ code: 'TOO_LONG', at: 'about' }],
    })
    expect([await count(form), await count(notes)]).toEqual([0, 0])
  })

  it('stops when processes start each other without end', async () => {
    const form = await store.publish(ordered())
    const endless: ProcessStarter = {
      async plan(plan, change) {
        await planChange(plan, { form: change.form, raw: { name: 'again' }, who: system, through: { source: 'process' } })
        return []
      },
    }
    expect(await submit(endless, { form, raw: { name: 'first' } })).toMatchObject({ problems: [{ code: 'ENDLESS_CHANGES' }] })
    expect(await count(form)).toBe(0)
  })

  it('is planned again when a part was overtaken, and counted once', async () => {
    const form = await store.publish(ordered())
    let tries = 0
    const submitted = await submit(
      { plan: async () => [] },
      {
        form,
        raw: { name: 'Acme' },
        within: async (_tx, write) => {
          await write()
          if (++tries < 3) throw new Overtaken('on purpose')
        },
      },
    )
    expect(submitted).toMatchObject({ record: { values: { no: 'B-001' } } })
    expect([tries, await count(form)]).toEqual([3, 1])
  })

  it('tells what is not there', async () => {
    const form = await store.publish(ordered())
    expect(await store.submit({ form: 'nothing', raw: {} })).toEqual({ problems: [{ code: 'NO_SUCH_FORM' }] })
    expect(await store.submit({ form, record: 'nothing', raw: {} })).toEqual({ problems: [{ code: 'NO_SUCH_RECORD' }] })
    const people = await store.publish(aForm('people').member('boss').department('home').build())
    expect(await store.submit({ form: people, raw: { boss: ['nobody'], home: ['nowhere'] } })).toEqual({
      problems: [
        { code: 'NO_SUCH_MEMBER', at: 'boss' },
        { code: 'NO_SUCH_DEPARTMENT', at: 'home' },
      ],
    })
  })

  it('gives the record to the first member of the owner field, and to his department', async () => {
    const north = await store.department('North')
    const li = await store.user('Li', north)
    const form = await store.publish(aForm('owned').text('name').member('owner').with({ owner: 'owner' }).build())
    const record = await store.record(form, { name: 'a' })
    expect(record).toMatchObject({ owner: null, department: null })
    expect(await store.record(form, { owner: [li.id] }, { record: record.id })).toMatchObject({ owner: li.id, department: north })
  })
})
