import fc from 'fast-check'
import type { Values } from '#core/form/form'
import type { Json } from '#core/problem'
import { matches } from '#core/query/matches'
import type { Condition } from '#core/query/query'
import { reader } from '../../../server/db/transaction.js'
import { publishedForm, type PublishedForm } from '../../../server/forms/published-form.js'
import { system, type UserPrincipal } from '../../../server/people/principal.js'
import { inScope, rowScope } from '../../../server/people/rights.js'
import { listRecords } from '../../../server/records/list-records.js'
import { readRecords } from '../../../server/records/read-record.js'
import { scopeRow, type StoredRecord } from '../../../server/records/record.js'
import { eachDatabase } from '../../support/each-database.js'
import { aContext, aForm } from '../../support/forms.js'
import { aStore, now, type Store } from '../../support/store.js'

const texts = ['a', 'A', 'b', 'ab', 'aB', 'x y', '100%', 'a_b', "o'b", '"', '\\', '客户', '客', '🙂', 'null']
const numbers = ['0', '1', '-1', '12', '-12', '999999999999999', '100000000000000']
const amounts = ['0.00', '0.01', '-0.01', '12.50', '9999999999999.99', '9999999999999.98', '100']
const dates = ['2024-02-29', '2026-01-01', '2026-12-31']
const instants = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2026-06-30T16:00:00.000Z']
const options = ['x', 'X', 'y', 'z"', 'z']

const form = aForm('asked')
  .text('name')
  .textarea('story')
  .number('count')
  .money('amount')
  .date('day')
  .datetime('at')
  .choice('one', options)
  .choices('many', options)
  .subform('rows', rows => rows.text('what'))
  .build()

const optional = (values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const aRecord = fc.record({
  name: optional(texts),
  story: optional(texts),
  count: optional(numbers),
  amount: optional(amounts),
  day: optional(dates),
  at: optional(instants),
  one: optional(options),
  many: fc.option(fc.uniqueArray(fc.constantFrom(...options), { minLength: 1, maxLength: 3 }), { nil: undefined }),
  rows: fc.option(fc.constant([{ what: 'x' }]), { nil: undefined }),
})

const of = (field: string, ops: string[], values: string[]): fc.Arbitrary<Condition> =>
  fc.constantFrom(...ops).chain(op => {
    const value: fc.Arbitrary<Json | undefined> =
      op === 'empty' || op === 'notEmpty'
        ? fc.constant(undefined)
        : op === 'in' || op === 'notIn'
          ? fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
          : op === 'between'
            ? fc.tuple(fc.constantFrom(...values), fc.constantFrom(...values)).map(pair => [...pair])
            : fc.constantFrom(...values)
    return value.map(each => ({ field, op, ...(each === undefined ? {} : { value: each }) }) as Condition)
  })
const text = ['eq', 'ne', 'in', 'notIn', 'contains', 'empty', 'notEmpty']
const order = ['eq', 'ne', 'in', 'notIn', 'gt', 'gte', 'lt', 'lte', 'between', 'empty', 'notEmpty']
const leaf = fc.oneof(
  of('name', text, texts),
  of('story', ['contains', 'empty', 'notEmpty'], texts),
  of('one', ['eq', 'ne', 'in', 'notIn', 'empty', 'notEmpty'], options),
  of('count', order, [...numbers, '0.5', '11.999', '999999999999998']),
  of('amount', order, [...amounts, '0.005', '12.501', '12.5']),
  of('day', order, dates),
  of('at', order, [...instants, '2026-01-01']),
  of('many', text, options),
  of('rows', ['empty', 'notEmpty'], ['']),
)
const condition: fc.Arbitrary<Condition> = fc.letrec<{ it: Condition }>(tie => ({
  it: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('it'), { maxLength: 3 }).map(all => ({ all })),
    fc.array(tie('it'), { maxLength: 3 }).map(any => ({ any })),
  ),
})).it

eachDatabase('queries', database => {
  let store: Store
  let published: PublishedForm
  let records: StoredRecord[]

  beforeAll(async () => {
    store = await aStore(database)
    const id = await store.publish(form)
    for (const raw of fc.sample(aRecord, { numRuns: 120, seed: 7 })) await store.record(id, raw as Record<string, unknown>)
    published = (await publishedForm(reader(store.db), id))!
    const ids: { id: string }[] = await store.db.query(`SELECT id FROM ${published.storage.table}`)
    records = await readRecords(
      reader(store.db),
      published,
      ids.map(row => row.id),
    )
  }, 60_000)
  afterAll(() => store.close())

  const ask = async (query: object, who: Parameters<typeof listRecords>[3] = system) => {
    const page = await listRecords(reader(store.db), published, { pageSize: 200, ...query }, who, now)
    if ('problems' in page) throw new Error(JSON.stringify(page.problems))
    return page
  }

  it('mean in SQL what they mean in memory', async () => {
    await fc.assert(
      fc.asyncProperty(condition, async filter => {
        const expected = records
          .filter(record => matches(published.form, filter, record.values, aContext))
          .map(record => record.id)
        const found = await ask({ filter })
        expect(found.items.map(row => row.id).sort()).toEqual(expected.sort())
        expect(found.total).toBe(expected.length)
      }),
      { numRuns: 400, seed: 11 },
    )
  }, 60_000)

  it('sort by any field, page without overlap, and count the whole', async () => {
    for (const field of ['name', 'count', 'amount', 'day', 'at', 'one', '_createdAt', '_id'])
      for (const descending of [false, true]) {
        const pages = await Promise.all([1, 2, 3, 4].map(page => ask({ sort: [{ field, descending }], page, pageSize: 31 })))
        const rows = pages.flatMap(page => page.items)
        expect(pages[0]!.total).toBe(120)
        expect(new Set(rows.map(row => row.id)).size).toBe(120)
        const keys = rows.map(row =>
          field === '_createdAt' ? row.createdAt : field === '_id' ? row.id : (row.values as Values)[field],
        )
        const filled = keys.filter(key => key !== undefined)
        const sorted = [...filled].sort((a, b) => compare(field, a as string, b as string) * (descending ? -1 : 1))
        expect(filled).toEqual(sorted)
      }
  })

  it('know fields by name only: no other text is a field, whatever it is', async () => {
    const names = new Set([
      ...published.form.fields.map(field => field.key),
      '_id',
      '_createdAt',
      '_updatedAt',
      '_createdBy',
      '_owner',
      '_department',
      '_source',
    ])
    const sqlish = fc.constantFrom(
      'name',
      'f_name',
      'created_at',
      "'",
      '"',
      '`',
      ' OR 1=1',
      '--',
      '/*',
      ')',
      ',',
      ' DESC',
      ' UNION SELECT password FROM users',
      '\u0000',
      '__proto__',
      'constructor',
    )
    const text = fc.oneof(
      fc.string(),
      fc.array(sqlish, { minLength: 1, maxLength: 4 }).map(parts => parts.join('')),
    )
    await fc.assert(
      fc.asyncProperty(text, async field => {
        fc.pre(!names.has(field))
        for (const query of [
          { sort: [{ field }] },
          { filter: { field, op: 'eq' as const, value: 'x' } },
          { filter: { all: [{ field, op: 'empty' as const }] } },
        ])
          expect(await listRecords(reader(store.db), published, query, system, now)).toMatchObject({
            problems: [{ code: 'UNKNOWN_FIELD' }],
          })
        const found = await ask({ search: field.slice(0, 100), filter: { field: 'name', op: 'contains', value: `x${field}` } })
        expect(found.total).toBeLessThanOrEqual(120)
      }),
      { numRuns: 300, seed: 5 },
    )
  })

  it('show each principal exactly the rows of his scope, whatever he filters by', async () => {
    const department = await store.department('North')
    const other = await store.department('South')
    const li = await store.user('Li', department)
    const wang = await store.user('Wang', department)
    const chen = await store.user('Chen', other)
    for (const who of [li, wang, chen])
      for (let i = 0; i < 3; i++) await store.record(published.id, { name: `by ${who.name}` }, { who })
    const ids: { id: string }[] = await store.db.query(`SELECT id FROM ${published.storage.table}`)
    const everything = await readRecords(
      reader(store.db),
      published,
      ids.map(row => row.id),
    )
    for (const rows of ['own', 'department', 'all'] as const)
      for (const who of [li, wang, chen]) {
        const principal: UserPrincipal = { ...who, grants: [{ form: published.id, actions: ['view'], rows }] }
        for (const filter of [
          undefined,
          { any: [] },
          {
            any: [
              { field: 'name', op: 'contains', value: 'by' },
              { field: '_owner', op: 'eq', value: li.id },
            ],
          },
        ] as (Condition | undefined)[]) {
          const expected = everything
            .filter(record => inScope(rowScope(principal, published.id), scopeRow(record)))
            .filter(
              record =>
                !filter || matches(published.form, filter, { ...record.values, _owner: record.owner ?? undefined }, aContext),
            )
          const found = await ask(filter ? { filter } : {}, principal)
          expect(found.items.map(row => row.id).sort()).toEqual(expected.map(record => record.id).sort())
        }
      }
    expect((await ask({}, { ...li, grants: [] })).total).toBe(0)
  })
})

function compare(field: string, a: string, b: string): number {
  if (field === 'count' || field === 'amount') return Number(a) - Number(b)
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
