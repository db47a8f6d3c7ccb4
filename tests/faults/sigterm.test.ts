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
    const answers: { name: string; status: number | undefined }[] = []
    let signal!: () => void
    const enough = new Promise<void>(done => (signal = done))
    const client = async (n: number): Promise<void> => {
      for (let count = 0; ; count++) {
        const name = `n${n}-${count}`
        const values = { name, code: name, shape: 'parallel' }
        const asked = place.people[n % 4]!.ask('POST', `/forms/${place.form}/records`, { values })
        const reply = await asked.catch(() => undefined)
        answers.push({ name, status: reply?.status })
        if (answers.length === 20) signal()
        if (reply?.status !== 201) return
      }
    }
    const clients = Array.from({ length: 8 }, (_, n) => client(n))
    await enough
    // from now on nobody is let in, so every client comes to an end
    expect(await place.server.stop()).toBe(0)
    place.server.gone()
    await Promise.all(clients)
    const names = (wanted: (status: number | undefined) => boolean): string[] =>
      answers.filter(each => wanted(each.status)).map(each => each.name)
    expect([...new Set(answers.map(each => each.status))].filter(status => ![201, 503, undefined].includes(status))).toEqual([])
    const there = readFound(place.folder)
      .records('order')
      .map(row => row.name as string)
    expect(there.sort()).toEqual(names(status => status === 201).sort())
    expect(there.length).toBeGreaterThanOrEqual(20)
  })
})
