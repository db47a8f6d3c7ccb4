import { newDatabase, startMariadb, type Mariadb } from '../support/mariadb.js'
import { chance } from './chance.js'
import { check, type Fault } from './checker.js'
import { checkTables } from './found.js'
import { aPlace, type Place } from './place.js'
import { addTotals } from './totals.js'
import { factsOf, workOff } from './under-fire.js'
import { aWorkload } from './workload.js'

jest.setTimeout(1_800_000)

const seed = Number(process.env.FAULT_SEED || Date.now() % 1_000_000)
const kills = Number(process.env.FAULT_KILLS || 5)
const pause = (milliseconds: number): Promise<void> => new Promise(done => setTimeout(done, milliseconds))

describe('kill -9 of MariaDB', () => {
  let mariadb: Mariadb | undefined
  let place: Place | undefined
  let url = ''
  beforeAll(async () => {
    // one that forces its commits to the disk
    mariadb = await startMariadb({ sync: true })
    if (!mariadb) return
    url = (await newDatabase(mariadb.socket)).url
    place = await aPlace({ mariadb: url, env: { LEASE_SECONDS: '2' } })
  })
  afterAll(async () => {
    await place?.close()
    await mariadb?.stop()
  })

  it('writes are answered 503 with a time to come again; the server finds it again by itself; nothing acknowledged is lost', async () => {
    if (!mariadb || !place) {
      if (process.env.CI === 'true') throw new Error('MariaDB is not installed')
      return
    }
    const work = aWorkload(place, seed)
    const luck = chance(seed)
    const faults: Fault[] = []
    const away: number[] = []
    for (let kill = 1; kill <= kills; kill++) {
      await work.answers(15)
      await pause(luck.next() * 800)
      await mariadb.kill()
      await pause(700)
      await mariadb.start()
      const back = Date.now()
      await work.answers(1)
      away.push(Date.now() - back)
      const facts = await factsOf(place, work, false)
      faults.push(...check(facts).map(fault => ({ ...fault, what: `after kill ${kill}: ${fault.what}` })))
    }
    await work.stop()
    await workOff(place, work)
    const facts = await factsOf(place, work, true)
    faults.push(...check(facts), ...(await checkTables(url)).map(what => ({ rule: 9, what })))
    const acknowledged = facts.journal.filter(act => act.answers.some(reply => reply.status < 300)).length
    const instances = facts.found.tables.instances!.length
    const troubles = work.journal.flatMap(act => act.troubles)
    process.stdout.write(
      `seed ${seed}: MariaDB killed ${kills} times, ${acknowledged} acknowledged, ${troubles.length} times 503, back after ${away.join(', ')} ms, ${faults.length} faults\n`,
    )
    addTotals('MariaDB killed', { kills, acknowledged, instances, losses: faults.length })
    expect(faults.slice(0, 20)).toEqual([])
    expect(facts.journal.filter(act => act.answers.length === 0)).toEqual([])
    expect(troubles.length).toBeGreaterThan(kills)
    const codes = [...new Set(troubles.map(each => `${each.status} ${each.code}`))]
    expect(codes.filter(each => !['503 DATABASE_UNREACHABLE', '503 OUTCOME_UNKNOWN', '503 BUSY'].includes(each))).toEqual([])
    expect(troubles.filter(each => !(Number(each.retryAfter) > 0))).toEqual([])
    expect(Math.max(...away)).toBeLessThan(5_000)
    // the server lived through all of it
    expect(place.server.said().match(/Formloom is ready/g)).toHaveLength(1)
  })
})
