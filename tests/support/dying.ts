import type { DataSource } from 'typeorm'
import { standBetween, writesIn } from './fail-at.js'

/** A server that dies again and again: each time the database hears nothing more from it until it is started again. */
export interface Dying {
  /** It is dead: nothing that it writes arrives. */
  dead(): boolean
  /** The same server once more; it does not die while it is starting. */
  restart(starting: () => Promise<unknown>): Promise<void>
  deaths(): number
  /** Stops the dying. */
  end(): void
}

/**
 * It dies at every persistence call, each once: before the n-th write of each transaction that will be committed, before its COMMIT, and when
 * COMMIT was done but nobody has heard of it. `chosen`: whether to die at a moment, for a sample.
 */
export function dying(db: DataSource, chosen: (moment: string) => boolean = () => true): Dying {
  const met = new Set<string>()
  let commits = 0
  let deaths = 0
  let dead = false
  let starting = false
  const die = (): never => {
    dead = true
    throw new Error('pulled the plug')
  }
  const undo = standBetween(db, () => {
    let written = 0
    // a claim is done again after each death: it does not make the work that follows another work
    let claims = false
    const at = (moment: string): void => {
      const name = `${commits} ${claims ? 'claim' : 'work'} ${moment}`
      if (starting || met.has(name)) return
      met.add(name)
      if (!chosen(name)) return
      deaths += 1
      die()
    }
    return {
      before(sql) {
        const count = writesIn(sql)
        const commit = isCommit(sql)
        if (dead && (count > 0 || commit)) die()
        claims ||= sql.includes('attempts = attempts + 1')
        for (let n = 0; n < count; n += 1) at(`write ${++written}`)
        if (commit) at('before commit')
      },
      after(sql) {
        if (!isCommit(sql)) return
        const before = commits
        try {
          at('after commit')
        } finally {
          commits = claims || starting ? before : before + 1
        }
      },
    }
  })
  return {
    dead: () => dead,
    deaths: () => deaths,
    end: undo,
    async restart(start) {
      dead = false
      starting = true
      await start().finally(() => (starting = false))
    },
  }
}

const isCommit = (sql: string): boolean => /^\s*COMMIT\s*$/m.test(sql)
