import type { Delta } from './command.js'

/** Rounds of ended tasks, for a run in memory; a database looks them up in its tasks. */
export class Rounds {
  private readonly last = new Map<string, number>()

  /** Takes note of the tasks that ended. */
  take({ tasks }: Pick<Delta, 'tasks'>): void {
    for (const { scope, element, round } of [...tasks.insert, ...tasks.update]) {
      const key = `${scope} ${element}`
      this.last.set(key, Math.max(round, this.last.get(key) ?? 0))
    }
  }

  readonly lastRound = async (scope: string, element: string): Promise<number> => this.last.get(`${scope} ${element}`) ?? 0
}
