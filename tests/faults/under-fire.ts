import Sqlite from 'better-sqlite3'
import { join } from 'node:path'
import { chance } from './chance.js'
import { check, type Fault, type Facts } from './checker.js'
import { readFound } from './found.js'
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
    await pause(luck.next() * 1500)
    await place.server.kill()
    faults.push(...check(factsOf(place, work, false)).map(fault => ({ ...fault, what: `after kill ${kill}: ${fault.what}` })))
    await place.server.start()
  }
  await work.stop()
  await workOff(place, work)
  await place.server.kill()
  const facts = factsOf(place, work, true)
  return { faults: [...faults, ...check(facts)], kills, facts }
}

export const factsOf = (place: Place, { journal }: Pick<Workload, 'journal'>, ended: boolean): Facts => ({
  found: readFound(place.folder),
  journal,
  people: place.people.length,
  called: place.called,
  ended,
})

/** All tasks, first besides those that shall be reminded of; then time passes, until nothing runs or a minute is over. */
async function workOff(place: Place, work: Workload): Promise<void> {
  await work.drain(['slow'])
  await jump(place, 'PT3H')
  const enough = Date.now() + 60_000
  while (Date.now() < enough && running(place) > 0) {
    await work.drain()
    await jump(place, 'PT7H')
  }
}

/** Moves the clock and waits until what is due by then is done, leases of killed servers included. */
async function jump(place: Place, advance: string): Promise<void> {
  const { now } = await place.admin.must('POST', '/test/clock', { advance })
  const enough = Date.now() + 30_000
  while (Date.now() < enough && count(place, `SELECT COUNT(*) AS n FROM jobs WHERE next_at <= '${now}' OR lease IS NOT NULL`) > 0)
    await pause(50)
}

const running = (place: Place): number => count(place, "SELECT COUNT(*) AS n FROM instances WHERE status = 'running'")

function count(place: Place, sql: string): number {
  const db = new Sqlite(join(place.folder, 'formloom.db'), { readonly: true })
  try {
    return (db.prepare(sql).get() as { n: number }).n
  } finally {
    db.close()
  }
}
