import { Caller } from './caller.js'
import { chance } from './chance.js'
import { check, type Fault, type Facts } from './checker.js'
import type { Place } from './place.js'
import { aWorkload, type Workload } from './workload.js'

const pause = (milliseconds: number): Promise<void> => new Promise(done => setTimeout(done, milliseconds))

export interface Outcome {
  faults: Fault[]
  kills: number
  facts: Facts
}

/** Lets clients work, kills and restarts the server `kills` times at moments by chance, checking the file after each, then works everything off. */
export async function underFire(place: Place, seed: number, kills: number): Promise<Outcome> {
  const work = aWorkload(place, seed)
  const luck = chance(seed)
  const faults: Fault[] = []
  for (let kill = 1; kill <= kills; kill++) {
    // also on a slow machine something has happened before
    await work.answers(10)
    await pause(luck.next() * 1000)
    await place.server.kill()
    const facts = await factsOf(place, work, false)
    const up = place.server.start()
    faults.push(...check(facts).map(fault => ({ ...fault, what: `after kill ${kill}: ${fault.what}` })))
    await up
  }
  await work.stop()
  await workOff(place, work)
  await place.server.kill()
  const facts = await factsOf(place, work, true)
  return { faults: [...faults, ...check(facts)], kills, facts }
}

/** The journal is copied before the database is read: what is acknowledged in between must not be asked for. */
export async function factsOf(place: Place, { journal }: Pick<Workload, 'journal'>, ended: boolean): Promise<Facts> {
  const told = journal.map(act => ({ ...act, answers: [...act.answers] }))
  return { journal: told, found: await place.found(), people: place.people.length, called: place.called, ended }
}

/** All tasks, first besides those that shall be reminded of; then time passes, until nothing runs or a minute is over. */
export async function workOff(place: Place, work: Workload): Promise<void> {
  await work.drain(['slow'])
  await jump(place, 'PT3H')
  const enough = Date.now() + 60_000
  while (Date.now() < enough && (await place.count("SELECT COUNT(*) AS n FROM instances WHERE status = 'running'")) > 0) {
    await work.drain()
    await jump(place, 'PT7H')
  }
}

/** Moves the clock of every server and waits until what is due by then is done, leases of killed servers included. */
async function jump(place: Place, advance: string): Promise<void> {
  let now = ''
  for (const server of place.servers)
    ({ now } = await new Caller(server).must<{ now: string }>('POST', '/test/clock', { advance }))
  const due = `SELECT COUNT(*) AS n FROM jobs WHERE next_at <= '${now}' OR (lease IS NOT NULL AND next_at < '9')`
  const enough = Date.now() + 30_000
  while (Date.now() < enough && (await place.count(due)) > 0) await pause(50)
}
