import type { ApprovalSettings } from './settings.js'

/** An approval step under way: one round of it. When it is decided, returned or called off it leaves the state and stays on record. */
export interface Approval {
  id: string
  scope: string
  /** The token that waits at the user task. */
  token: string
  element: string
  round: number
  status: 'open' | 'approved' | 'refused' | 'returned' | 'cancelled'
  openedAt: string
  dueAt?: string
  /** When it was last urged. */
  urgedAt?: string
  decidedAt?: string
  /** Whose vote or verb ended it. */
  decidedBy?: string
}

/** Where a step stood: its scope and node, then those around it, outwards. `index`: number of the iteration. Readable when the scopes are gone. */
export type Path = { scope: string; at: string; index?: number }[]

/** One person who is asked in one round of an approval. Rows of earlier rounds stay on record; only the current one is counted. */
export interface Signer {
  id: string
  /** Id of the approval. */
  approval: string
  scope: string
  path: Path
  /** The user task. */
  element: string
  round: number
  user: string
  /**
   * voter: counts in the tally. before, after: belongs to the vote of `parent`, who is asked when those before him are done and whose vote
   * stands when those after him agree. advice: was delegated to, says something, and the matter comes back to `parent`.
   */
  place: 'voter' | 'before' | 'after' | 'advice'
  parent?: string
  /** User who added him; absent for those whom the diagram names. */
  addedBy?: string
  /** What the vote of a voter counts; at most two decimals. */
  weight: number
  /** Sequential: who has a smaller number goes first; equal numbers stand side by side. */
  order: number
  status: 'waiting' | 'open' | 'approved' | 'refused' | 'returned' | 'removed' | 'cancelled'
  /** Why nobody was asked. */
  automatic?: Automatic
  /** Somebody who is out of the office and whom `user` stands in for: "A for B". */
  onBehalfOf?: string
  /** Who had it before, oldest first. */
  from?: Handed[]
  opinion?: string
  signature?: string
  /** Opinion that was put aside and not yet said. */
  draft?: string
  at?: string
  /** Fingerprint of the decisive fields when he voted. */
  print?: string
}

/** `self`: started it himself. `repeat`: approved an earlier step. `unchanged`: approved this before the return. `due`: time was up. */
export type Automatic = 'empty' | 'self' | 'repeat' | 'unchanged' | 'due'

export interface Handed {
  user: string
  by: string
  at: string
  how: 'transfer' | 'leaver' | 'due'
}

/** One round under way, as verbs see it. `nextId` counts ids for rows that a verb adds. */
export interface Round {
  settings: ApprovalSettings
  signers: readonly Signer[]
  nextId(): string
}

/** What a verb changes; the engine writes it, then asks who is to be asked now (`turn`) and whether it is decided (`tally`). */
export interface Change {
  insert: Signer[]
  update: { id: string; patch: Partial<Signer> }[]
}

export const changing = (signer: Signer, patch: Partial<Signer>): Change => ({ insert: [], update: [{ id: signer.id, patch }] })

export function applied(signers: readonly Signer[], { insert, update }: Change): Signer[] {
  const patches = new Map(update.map(({ id, patch }) => [id, patch]))
  return [...signers.map(signer => ({ ...signer, ...patches.get(signer.id) })), ...insert]
}

/** Neither has he spoken nor was he taken off. */
export const undecided = ({ status }: Signer): boolean => status === 'waiting' || status === 'open'
/** Counts for anything. */
export const present = ({ status }: Signer): boolean => status !== 'removed' && status !== 'cancelled'

export const childrenOf = (signers: readonly Signer[], parent: Signer): Signer[] =>
  signers.filter(signer => signer.parent === parent.id)
