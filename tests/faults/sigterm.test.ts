import { readFound } from './found.js'
import { aPlace, type Place } from './place.js'

jest.setTimeout(120_000)

describe('SIGTERM in the middle of requests', () => {
  let place: Place
  beforeEach(async () => {
    place = await aPlace()
  })
  afterEach(() => place?.close())

  it('lets slow ones come to their end', async () => {
    // each of them takes a quarter of a second in one of two children, so most are under way when the first is answered
    const attempt = (n: number): Promise<number | undefined> => {
      const branches = [{ when: `($f := function($x){ $f($x) }; $f(${n})) = 1`, result: { value: 'x' } }]
      const rule = { type: 'branches', key: 'state', name: 'State', target: 'state', branches }
      const rules = { key: 'endless', name: 'Endless', form: 'order', rules: [rule] }
      return place.admin.ask('POST', `/forms/${place.form}/rules/try`, { rules, values: {} }).then(
        reply => reply.status,
        () => undefined,
      )
    }
    const asked = Array.from({ length: 8 }, (_, n) => attempt(n))
    await Promise.race(asked)
    const ended = place.server.stop()
    expect(await Promise.all(asked)).toEqual(Array(8).fill(200))
    expect(await ended).toBe(0)
  })

  it('leaves no doubt: what is in the database was answered, what was refused is not there', async () => {
    const submit = async (n: number): Promise<{ name: string; status: number | undefined }> => {
      const name = `n${n}`
      const values = { name, code: name, shape: 'parallel' }
      const reply = await place.people[n % 4]!.ask('POST', `/forms/${place.form}/records`, { values }).catch(() => undefined)
      return { name, status: reply?.status }
    }
    const asked = Array.from({ length: 60 }, (_, n) => submit(n))
    await Promise.race(asked)
    const ended = place.server.stop()
    const answers = await Promise.all(asked)
    expect(await ended).toBe(0)
    const names = (wanted: (status: number | undefined) => boolean): string[] =>
      answers.filter(each => wanted(each.status)).map(each => each.name)
    expect([...new Set(answers.map(each => each.status))].filter(status => ![201, 503, undefined].includes(status))).toEqual([])
    const there = readFound(place.folder)
      .records('order')
      .map(row => row.name as string)
    expect(there.sort()).toEqual(names(status => status === 201).sort())
  })
})
