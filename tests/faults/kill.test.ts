import { aPlace } from './place.js'
import { addTotals } from './totals.js'
import { underFire } from './under-fire.js'

jest.setTimeout(1_800_000)

const seed = Number(process.env.FAULT_SEED || Date.now() % 1_000_000)
const kills = Number(process.env.FAULT_KILLS || 40)

describe('kill -9 of the server on SQLite', () => {
  it('loses nothing that was acknowledged, does nothing twice, leaves nothing stuck', async () => {
    const place = await aPlace()
    try {
      const { faults, facts } = await underFire(place, seed, kills)
      const acknowledged = facts.journal.filter(act => act.answers.some(reply => reply.status < 300)).length
      const refused = facts.journal.filter(act => act.answers.some(reply => reply.status >= 300)).length
      const instances = facts.found.tables.instances!.length
      const cut = facts.journal.filter(act => act.cuts > 0).length
      const repeated = facts.journal.filter(act => act.answers.length > 1).length
      process.stdout.write(
        `seed ${seed}: ${kills} kills, ${acknowledged} acknowledged, ${refused} refused, ${cut} cut off, ${repeated} repeated, ${instances} instances, ${faults.length} faults\n`,
      )
      addTotals('server on SQLite killed', { kills, acknowledged, instances, losses: faults.length })
      expect(faults.slice(0, 20)).toEqual([])
      // what a repetition would hide: 500s, jobs that fail
      expect(
        place.server
          .said()
          .split('\n')
          .filter(line => /^\S+ (error|fatal)/.test(line)),
      ).toEqual([])
      expect(facts.journal.filter(act => act.answers.length === 0)).toEqual([])
      // a run in which little happened proves little
      expect(acknowledged).toBeGreaterThan(kills * 4)
      expect(refused).toBeGreaterThan(kills / 2)
      expect(cut).toBeGreaterThan(kills / 2)
      expect(new Set(facts.found.records('order').map(row => row.shape)).size).toBeGreaterThanOrEqual(Math.min(8, kills))
    } finally {
      await place.close()
    }
  })
})
