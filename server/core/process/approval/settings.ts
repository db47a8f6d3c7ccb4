import type { Problem } from '../../problem.js'
import { problem } from '../../problem.js'
import type { Assignment } from '../definition.js'

/** How one step is approved; read from `formloom:approval` on a user task. Everything but `approvers` has a default. */
export interface ApprovalSettings {
  /** Asked in this order; who is found by several rules is asked once. */
  approvers: Approver[]
  mode: Mode
  /** When the rules find nobody. */
  empty: { then: 'pass' | 'refuse' | 'administrator' | 'repair' } | { then: 'person'; users: string[] }
  /** When an approver is the one who started the process: ask him, take it as approved, or ask his head instead. */
  self: 'allow' | 'skip' | 'head'
  /** Whether somebody who has approved an earlier step is taken to approve this one: never, when that was the step just before, or any step. */
  repeat: 'never' | 'consecutive' | 'anywhere'
  /** What differs from `DEFAULT_VERBS`. */
  verbs: Partial<Record<Verb, Partial<VerbSettings>>>
  /** Where a return may lead: to the first step, the one just before, any earlier one, or the elements named. */
  returnTo: 'initiator' | 'previous' | 'any' | string[]
  /** What happens when the returned matter comes again. `ask`: who returns it chooses. */
  resubmit: Resubmit | 'ask'
  /** Fields whose change asks for a new approval (`only-changed`); without them those that the step lets its people see. */
  decisive?: string[]
  overdue?: Overdue
}

export type Resubmit = 'run-on' | 'straight-back' | 'only-changed'

export type Approver = Assignment & {
  /** Weighted mode: what the vote of each person found by this rule counts. Default 1. */
  weight?: number
}

export interface Mode {
  /** any 或签, all 会签, sequential 依次, ratio 比例, weighted 票签. */
  type: 'any' | 'all' | 'sequential' | 'ratio' | 'weighted'
  /** When it is approved; ratio and weighted only, the others fix it: any 1, all and sequential 100 %. */
  approve?: Threshold
  /** When it is refused, besides as soon as it can no longer be approved. Default: one vote; ratio and weighted: none. */
  refuse?: Threshold
}

/** Share of the total weight, in percent with at most two decimals, or an absolute sum of weights (ratio: a number of votes). */
export type Threshold = { percent: number } | { count: number }

/** After the due time of the step (`formloom:due`): whom to remind and what to do at last. Offsets are ISO durations, `-PT4H` is before. */
export interface Overdue {
  remind: string[]
  then?:
    { action: 'approve' | 'refuse' } | { action: 'transfer' | 'escalate'; to: Assignment } | { action: 'return'; target?: string }
  /** How long after the due time `then` happens. Default at once. */
  after?: string
}

export const VERBS = [
  'approve',
  'refuse',
  'stash',
  'return',
  'transfer',
  'delegate',
  'add-before',
  'add-after',
  'add-parallel',
  'remove',
  'copy',
  'urge',
  'withdraw',
  'take-back',
  'end',
  'reactivate',
] as const
export type Verb = (typeof VERBS)[number]

export interface VerbSettings {
  on: boolean
  /** What the button says; without it the interface's own word. */
  label?: string
  opinion: boolean
  signature: boolean
}

/** Ending the whole process at one step is for those whom the diagram trusts with it. */
const OFF: readonly Verb[] = ['end']
/** Who stops somebody's matter says why. */
const SAYS_WHY: readonly Verb[] = ['refuse', 'return', 'end']

export const verbOf = (settings: Pick<ApprovalSettings, 'verbs'>, verb: Verb): VerbSettings => ({
  on: !OFF.includes(verb),
  opinion: SAYS_WHY.includes(verb),
  signature: false,
  ...settings.verbs[verb],
})

export const DEFAULTS: Omit<ApprovalSettings, 'approvers'> = {
  mode: { type: 'all' },
  empty: { then: 'repair' },
  self: 'allow',
  repeat: 'never',
  verbs: {},
  returnTo: 'any',
  resubmit: 'run-on',
}

/** What somebody says with a verb. */
export interface Said {
  opinion?: string
  /** A handwritten signature, as an image in a data URL. */
  signature?: string
}

/** Is the verb offered at this step, and is said with it what must be? VERB_OFF, OPINION_REQUIRED, SIGNATURE_REQUIRED. */
export function checkVerb(settings: Pick<ApprovalSettings, 'verbs'>, verb: Verb, said: Said): Problem | undefined {
  const { on, opinion, signature } = verbOf(settings, verb)
  if (!on) return problem('VERB_OFF', verb)
  if (opinion && !said.opinion?.trim()) return problem('OPINION_REQUIRED', 'opinion', { outcome: verb })
  return signature && !said.signature ? problem('SIGNATURE_REQUIRED', 'signature', { outcome: verb }) : undefined
}
