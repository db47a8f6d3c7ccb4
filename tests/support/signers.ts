import { DEFAULTS, type ApprovalSettings, type Mode } from '#core/process/approval/settings'
import { applied, type Change, type Round, type Signer } from '#core/process/approval/state'
import { tally, type Tally } from '#core/process/approval/tally'
import { settle } from '#core/process/approval/turn'
import { addSigner } from '#core/process/approval/verbs/add-signer'
import { approve } from '#core/process/approval/verbs/approve'
import { delegate } from '#core/process/approval/verbs/delegate'
import { refuse } from '#core/process/approval/verbs/refuse'
import { removeSigner } from '#core/process/approval/verbs/remove-signer'
import { stash } from '#core/process/approval/verbs/stash'
import { transfer } from '#core/process/approval/verbs/transfer'
import { refused, type Answer } from '#core/process/approval/verbs/verb'
import type { Problem } from '#core/problem'

export const AT = '2026-01-05T01:00:00.000Z'

/** A round of an approval without an engine around it: say verbs, see whose turn it is and how it stands. */
export class Table {
  private ids = 0
  signers: Signer[] = []
  readonly settings: ApprovalSettings

  constructor(mode: Mode, people: Record<string, number> | string[], settings: Partial<ApprovalSettings> = {}) {
    this.settings = { ...DEFAULTS, approvers: [], mode, ...settings }
    const weights = Array.isArray(people) ? Object.fromEntries(people.map(user => [user, 1])) : people
    this.signers = Object.entries(weights).map(([user, weight], nth) => ({
      id: this.nextId(),
      approval: 'a1',
      scope: 'i1.1',
      path: [],
      element: 'review',
      round: 1,
      user,
      place: 'voter',
      weight,
      order: nth + 1,
      status: 'waiting',
    }))
    this.write({ insert: [], update: [] })
  }

  private nextId(): string {
    return `i1.${++this.ids}`
  }

  get round(): Round {
    return { settings: this.settings, signers: this.signers, nextId: () => this.nextId() }
  }

  get tally(): Tally {
    return tally(this.settings.mode, this.signers)
  }

  get open(): string[] {
    return this.signers.filter(signer => signer.status === 'open').map(signer => signer.user)
  }

  of(user: string): Signer {
    return this.signers.findLast(signer => signer.user === user)!
  }

  write(change: Change): void {
    this.signers = applied(this.signers, change)
    this.signers = applied(this.signers, settle(this.settings.mode, this.signers))
  }

  /** What was refused, or undefined. */
  say(answer: Answer): Problem | undefined {
    if (refused(answer)) return answer
    this.write(answer)
    return undefined
  }

  approve = (by: string): Problem | undefined => this.say(approve(this.round, this.of(by), { by, at: AT }))
  refuse = (by: string, opinion = 'no'): Problem | undefined => this.say(refuse(this.round, this.of(by), { by, at: AT, opinion }))
  stash = (by: string, opinion: string): Problem | undefined => this.say(stash(this.round, this.of(by), { by, at: AT, opinion }))
  transfer = (by: string, to: string): Problem | undefined => this.say(transfer(this.round, this.of(by), { by, at: AT, to }))
  delegate = (by: string, to: string): Problem | undefined => this.say(delegate(this.round, this.of(by), { by, at: AT, to }))
  add = (by: string, where: 'before' | 'after' | 'parallel', ...users: string[]): Problem | undefined =>
    this.say(addSigner(this.round, this.of(by), { by, at: AT, where, users }))
  remove = (by: string, user: string, admin = false): Problem | undefined =>
    this.say(removeSigner(this.round, { by, at: AT, signer: this.of(user).id, admin }))
}
