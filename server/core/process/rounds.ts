import type { Signer } from './approval/state.js'
import type { Delta } from './command.js'

/** Rounds of ended tasks and approvals and who voted in them, for a run in memory; a database looks them up in its rows. */
export class Rounds {
  private readonly last = new Map<string, number>()
  private readonly votes = new Map<string, Signer>()

  /** Takes note of what ended. */
  take({ tasks, approvals, signers }: Pick<Delta, 'tasks' | 'approvals' | 'signers'>): void {
    for (const signer of [...signers.insert, ...signers.update]) this.votes.set(signer.id, signer)
    for (const { scope, element, round } of [tasks, approvals].flatMap(rows => [...rows.insert, ...rows.update])) {
      for (const key of [`${scope} ${element}`, ` ${element}`]) this.last.set(key, Math.max(round, this.last.get(key) ?? 0))
    }
  }

  readonly signed = async (): Promise<Signer[]> => [...this.votes.values()]

  readonly lastRound = async (scope: string | undefined, element: string): Promise<number> =>
    this.last.get(`${scope ?? ''} ${element}`) ?? 0
}
