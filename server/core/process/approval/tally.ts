import type { Mode, Threshold } from './settings.js'
import { present, type Signer } from './state.js'

export interface Tally {
  decision: 'undecided' | 'approved' | 'refused'
  /** Sums of the weights of voters. */
  total: number
  approved: number
  refused: number
}

/**
 * Counts the votes of one round. A pure function of who voted what: neither the order of rows nor that of votes matters. Approved as soon as the
 * threshold is reached; refused as soon as the threshold of refusal is, or as soon as approval is out of reach. Sums are exact: weights are
 * counted in hundredths, shares are compared by multiplication.
 */
export function tally(mode: Mode, signers: readonly Signer[]): Tally {
  const voters = signers.filter(signer => signer.place === 'voter' && present(signer))
  let total = 0
  let approved = 0
  let refused = 0
  for (const voter of voters) {
    const weight = hundredths(mode.type === 'weighted' ? voter.weight : 1)
    const vote = voteOf(signers, voter)
    total += weight
    if (vote === 'approved') approved += weight
    if (vote === 'refused') refused += weight
  }
  const { approve, refuse } = thresholdsOf(mode)
  const decision = reached(approve, approved, total)
    ? 'approved'
    : (refuse !== undefined && reached(refuse, refused, total)) || !reached(approve, total - refused, total)
      ? 'refused'
      : 'undecided'
  return { decision, total: total / 100, approved: approved / 100, refused: refused / 100 }
}

/** What a voter's vote is, together with those whom he has added: one refusal among them refuses, and it stands only when all agree. */
export function voteOf(signers: readonly Signer[], signer: Signer): 'approved' | 'refused' | undefined {
  if (signer.status === 'refused') return 'refused'
  let vote: 'approved' | undefined = signer.status === 'approved' ? 'approved' : undefined
  for (const child of signers) {
    if (child.parent !== signer.id || child.place === 'advice' || !present(child)) continue
    const added = voteOf(signers, child)
    if (added === 'refused') return 'refused'
    if (added === undefined) vote = undefined
  }
  return vote
}

export function thresholdsOf({ type, approve, refuse }: Mode): { approve: Threshold; refuse?: Threshold } {
  switch (type) {
    case 'any':
      return { approve: { count: 1 }, refuse: refuse ?? { count: 1 } }
    case 'all':
    case 'sequential':
      return { approve: { percent: 100 }, refuse: refuse ?? { count: 1 } }
    case 'ratio':
    case 'weighted':
      return { approve: approve ?? { percent: 50.01 }, ...(refuse ? { refuse } : {}) }
  }
}

/** Can this ever be approved by voters of this weight altogether? */
export const reachable = (mode: Mode, signers: readonly Signer[]): boolean =>
  tally(
    mode,
    signers.filter(present).map(signer => ({ ...signer, status: 'approved' })),
  ).decision === 'approved'

function reached(threshold: Threshold, sum: number, total: number): boolean {
  if (sum <= 0) return false
  return 'count' in threshold ? sum >= hundredths(threshold.count) : sum * 10_000 >= hundredths(threshold.percent) * total
}

const hundredths = (value: number): number => Math.round(value * 100)
