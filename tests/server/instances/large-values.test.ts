import type { Json } from '#core/problem'
import { reader, type Reader } from '../../../server/db/transaction.js'
import { loadState } from '../../../server/instances/load-state.js'
import { chain, diagram, end, script, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(120_000)

const MEGABYTE = 1_048_576
/** Above 1 MB as JSON, in many pieces. */
const big: Json = { rows: Array.from({ length: 12_000 }, (_, n) => ({ n, text: `${n}-`.padEnd(100, 'x') })), title: 'big' }

const xml = diagram(
  start() +
    user('a') +
    script('count', '{ "n": n + 1 }') +
    user('b') +
    script('look', '{ "title": doc.title, "last": doc.rows[-1].n }') +
    user('c') +
    script('change', '{ "doc": $merge([doc, { "title": "changed" }]) }') +
    user('d') +
    end() +
    chain('start', 'a', 'count', 'b', 'look', 'c', 'change', 'd', 'end'),
)

eachDatabase('a value of more than a megabyte', database => {
  let test: TestEngine
  let ann: string
  let instance: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
    instance = await test.start(await test.process(xml), { by: ann, data: { doc: big, n: 0 } })
  })
  afterAll(() => test.close())

  /** Characters that come from the database when the instance is read. */
  async function loaded(): Promise<number> {
    let characters = 0
    const real = reader(test.store.db)
    const count = <T>(rows: T): T => {
      characters += JSON.stringify(rows).length
      return rows
    }
    const counting: Reader = {
      dialect: real.dialect,
      query: async (sql, parameters) => count(await real.query(sql, parameters)) as never,
      queries: async asked => count(await real.queries(asked)),
    }
    await loadState(counting, instance)
    return characters
  }
  const written = async (element: string): Promise<string[]> => {
    const answer = await test.complete(instance, element, ann)
    if ('rejection' in answer) throw new Error(JSON.stringify(answer.rejection))
    return answer.delta.variables.put.map(({ name }) => name)
  }
  const stored = async (name: string): Promise<Json> => {
    const [row] = await test.rows<{ value: string }>('SELECT value FROM variables WHERE instance_id = ? AND name = ?', [
      instance,
      name,
    ])
    return JSON.parse(row!.value) as Json
  }

  it('is stored whole', async () => {
    expect(JSON.stringify(big).length).toBeGreaterThan(MEGABYTE)
    expect(await stored('doc')).toEqual(big)
  })

  it('is neither read nor written when another changes', async () => {
    expect(await loaded()).toBeLessThan(10_000)
    expect(await written('a')).not.toContain('doc')
    expect(await stored('n')).toBe(1)
    expect(await stored('doc')).toEqual(big)
  })

  it('is seen by the expression that reads it, and not written by that', async () => {
    expect(await written('b')).not.toContain('doc')
    expect(await stored('title')).toBe('big')
    expect(await stored('last')).toBe(11_999)
  })

  it('is written when it changes itself', async () => {
    expect(await written('c')).toContain('doc')
    expect(await stored('doc')).toEqual({ ...(big as object), title: 'changed' })
    expect(await loaded()).toBeLessThan(10_000)
  })
})
