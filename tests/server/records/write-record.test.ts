import { reader } from '../../../server/db/transaction.js'
import type { Submission } from '../../../server/intake/submit-record.js'
import { publishedForm } from '../../../server/forms/published-form.js'
import { readRecord } from '../../../server/records/read-record.js'
import { eachDatabase } from '../../support/each-database.js'
import { aForm } from '../../support/forms.js'
import { aStore, type Store } from '../../support/store.js'

eachDatabase('writing records', database => {
  let store: Store
  beforeAll(async () => {
    store = await aStore(database)
  })
  afterAll(() => store.close())

  const stored = async (form: string, id: string) =>
    readRecord(reader(store.db), (await publishedForm(reader(store.db), form))!, id)

  it('keeps every kind of value exactly', async () => {
    const form = await store.publish(
      aForm('everything')
        .text('name')
        .textarea('story')
        .number('count')
        .number('ratio', { decimals: 6 })
        .money('amount', { decimals: 2 })
        .date('day')
        .datetime('instant')
        .phone('phone')
        .choice('grade', ['A', 'B'])
        .choices('tags', ['x', 'y', 'z'])
        .subform('items', rows => rows.text('name').money('price'))
        .build(),
    )
    const record = await store.record(form, {
      name: '龘 🙂 O’Neil \\ "q"',
      story: 'line\nline',
      count: '999999999999999',
      ratio: '123456789.123456',
      amount: '9999999999999.99',
      day: '2024-02-29',
      instant: '2026-11-21T14:05:00.123+08:00',
      phone: '+86 138 0013 8000',
      grade: 'A',
      tags: ['x', 'z'],
      items: [{ name: 'a', price: '0.10' }, { name: 'b' }],
    })
    const read = await stored(form, record.id)
    expect(read!.values).toEqual({
      name: '龘 🙂 O’Neil \\ "q"',
      story: 'line\nline',
      count: '999999999999999',
      ratio: '123456789.123456',
      amount: '9999999999999.99',
      day: '2024-02-29',
      instant: '2026-11-21T06:05:00.123Z',
      phone: '13800138000',
      grade: 'A',
      tags: ['x', 'z'],
      items: [
        { id: expect.any(String), name: 'a', price: '0.10' },
        { id: expect.any(String), name: 'b' },
      ],
    })
  })

  it('keeps negative amounts and zero exactly', async () => {
    const form = await store.publish(aForm('amounts').money('amount').number('n', { decimals: 3 }).build())
    for (const [amount, n] of [
      ['-0.01', '-123456789012.345'],
      ['0', '0'],
      ['-12', '0.001'],
    ]) {
      const record = await store.record(form, { amount, n })
      expect((await stored(form, record.id))!.values).toEqual(record.values)
    }
  })

  it('classifies, stores the decision, and decides again only when something changed', async () => {
    const form = await store.publish(aForm('graded').number('spend').text('note').choice('grade', ['A', 'C']).build())
    await store.rules(form, {
      rules: [
        {
          key: 'grade',
          name: 'Grade',
          target: 'grade',
          type: 'branches',
          branches: [{ when: 'spend >= 100', result: { value: 'A' } }],
          otherwise: { value: 'C' },
        },
      ],
    })
    const record = await store.record(form, { spend: 150 })
    expect(record.values.grade).toBe('A')
    await store.record(form, { note: 'called' }, { record: record.id })
    const changed = await store.record(form, { spend: 20 }, { record: record.id })
    expect(changed.values.grade).toBe('C')
    const decisions = await store.db.query('SELECT target FROM record_decisions WHERE record = ? ORDER BY id', [record.id])
    expect(decisions).toHaveLength(2)
  })

  it('numbers records without gaps or doubles while many write at once', async () => {
    const form = await store.publish(aForm('numbered').serial('no', 'KH-{YYYY}-{0000}').text('name').build())
    const records = await Promise.all(Array.from({ length: 25 }, (_, i) => store.record(form, { name: `n${i}` })))
    const numbers = records.map(record => record.values.no).sort()
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, i) => `KH-2026-${String(i + 1).padStart(4, '0')}`))
  })

  it('lets exactly one of two equal unique values in, and tells who has it', async () => {
    const form = await store.publish(aForm('unique').phone('phone', { unique: true }).text('name').build())
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        store.submit({ form, raw: { phone: i % 2 ? '13800138000' : '138 0013 8000', name: `n${i}` } }),
      ),
    )
    const won = results.filter(result => 'record' in result)
    const lost = results.filter(result => 'problems' in result)
    expect(won).toHaveLength(1)
    expect(lost).toHaveLength(9)
    for (const { problems } of lost)
      expect(problems).toMatchObject([{ code: 'NOT_UNIQUE', at: 'phone', params: { existing: won[0]!.record.id } }])
  })

  it('stores exactly the acknowledged records of 20 clients when a third of the requests fail', async () => {
    const form = await store.publish(aForm('storm').text('name').number('n').build())
    const acknowledged: string[] = []
    await Promise.all(
      Array.from({ length: 20 }, async (_, client) => {
        for (let i = 0; i < 9; i++) {
          const within: Submission['within'] =
            i % 3 === 0 ? async (_tx, write) => Promise.reject(new Error(`on purpose, after ${(await write()).id}`)) : undefined
          try {
            acknowledged.push((await store.record(form, { name: `c${client}`, n: i }, within ? { within } : {})).id)
          } catch (error) {
            expect((error as Error).message).toMatch('on purpose')
          }
        }
      }),
    )
    const { storage } = (await publishedForm(reader(store.db), form))!
    const rows: { id: string }[] = await store.db.query(`SELECT id FROM ${storage.table}`)
    const logged: { n: number | string }[] = await store.db.query('SELECT COUNT(*) AS n FROM record_log WHERE form = ?', [form])
    expect(acknowledged).toHaveLength(120)
    expect(rows.map(row => row.id).sort()).toEqual([...acknowledged].sort())
    expect(Number(logged[0]!.n)).toBe(120)
  })

  it('adds up parallel changes of different fields, and refuses the one who saw an older revision', async () => {
    const form = await store.publish(aForm('both').text('a').text('b').build())
    const record = await store.record(form, { a: '1', b: '1' })
    await Promise.all([
      store.record(form, { a: '2' }, { record: record.id }),
      store.record(form, { b: '2' }, { record: record.id }),
    ])
    expect(await stored(form, record.id)).toMatchObject({ rev: 3, values: { a: '2', b: '2' } })
    const late = await store.submit({ form, record: record.id, rev: 1, raw: { a: '3' } })
    expect(late).toEqual({ problems: [{ code: 'RECORD_CHANGED', params: { rev: 3 } }] })
    const seen = await Promise.all([1, 2, 3].map(n => store.submit({ form, record: record.id, rev: 3, raw: { a: `x${n}` } })))
    expect(seen.filter(result => 'record' in result)).toHaveLength(1)
    expect(seen.filter(result => 'problems' in result && result.problems[0]!.code === 'RECORD_CHANGED')).toHaveLength(2)
  })

  it('never takes over a row of another record by its id', async () => {
    const form = await store.publish(
      aForm('rows')
        .subform('items', rows => rows.text('name'))
        .build(),
    )
    const first = await store.record(form, { items: [{ name: 'mine' }] })
    const row = (first.values.items as { id: string }[])[0]!
    await store.record(form, { items: [{ id: row.id, name: 'stolen' }] })
    expect((await stored(form, first.id))!.values.items).toEqual([{ id: row.id, name: 'mine' }])
    const changed = await store.record(form, { items: [{ id: row.id, name: 'renamed' }, { name: 'new' }] }, { record: first.id })
    expect((changed.values.items as { id: string }[])[0]!.id).toBe(row.id)
  })

  it('logs who changed what through which door', async () => {
    const form = await store.publish(aForm('logged').text('name').build())
    const user = await store.user('Li Na')
    const record = await store.record(form, { name: 'a' }, { who: user })
    await store.record(form, { name: 'b' }, { record: record.id, who: user })
    const log: { action: string; by_id: string; changes: string }[] = await store.db.query(
      'SELECT * FROM record_log WHERE record = ? ORDER BY id',
      [record.id],
    )
    expect(log.map(({ action, by_id, changes }) => [action, by_id, JSON.parse(changes)])).toEqual([
      ['created', user.id, [{ field: 'name', after: 'a' }]],
      ['changed', user.id, [{ field: 'name', before: 'a', after: 'b' }]],
    ])
  })
})
