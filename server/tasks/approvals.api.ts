import { z } from 'zod'
import type { PersonRef } from '../records/records.api.js'

/**
 * Approving and refusing go through POST /api/v1/tasks/:task/complete with the outcome `approve` or `refuse` (and `signature`, `picks`); handing on
 * through …/transfer. The other verbs of an approval step, for whose task it is (409 NOT_AN_APPROVAL elsewhere, 409 VERB_OFF where the step
 * does not offer it, 422 OPINION_REQUIRED, SIGNATURE_REQUIRED; refusals of the task as with complete):
 * GET    /api/v1/tasks/:task/approval           → ApprovalStep       for everybody who may see the task
 * POST   /api/v1/tasks/:task/stash              Stash → 204          keeps words and values; it stays his turn
 * POST   /api/v1/tasks/:task/return             ReturnTask → 204     409 RETURN_TARGET_NOT_ALLOWED { choices }
 * POST   /api/v1/tasks/:task/delegate           DelegateTask → 204   comes back; 422 NO_SUCH_USER, NOT_TO_YOURSELF, ALREADY_SIGNER
 * POST   /api/v1/tasks/:task/signers            AddSigners → 204     the same, 422 TOO_MANY_SIGNERS
 * DELETE /api/v1/tasks/:task/signers/:signer    → 204                who added him, or an administrator; 409 ALREADY_VOTED, LAST_SIGNER
 * POST   /api/v1/tasks/:task/copy               CopyTask → 204
 * POST   /api/v1/tasks/:task/end                Say → 204
 * POST   /api/v1/tasks/:task/take-back          Say → 204            of a task that one has done; 409 ALREADY_VOTED, NOTHING_TO_TAKE_BACK
 * For the initiator (urging: whoever takes part):
 * POST   /api/v1/instances/:instance/urge       Say → { reminded }   409 URGED_ALREADY { again }, NOBODY_TO_URGE
 * POST   /api/v1/instances/:instance/withdraw   Say → 204            409 ALREADY_VOTED, NOTHING_TO_WITHDRAW; 403 NOT_YOURS
 * For administrators:
 * POST   /api/v1/instances/:instance/reactivate Reactivate → 204     409 INSTANCE_RUNNING, 422 NO_SUCH_STEP
 * POST   /api/v1/users/:id/hand-over            HandOver → HandedOver   all tasks and coming votes of a leaver, a page at a time
 */
const opinion = z.string().trim().max(2000).optional()
/** A handwritten signature as an image, kept with the vote that it stands under. */
export const Signature = z
  .string()
  .max(30_000)
  .regex(/^data:image\/(png|svg\+xml);base64,[A-Za-z0-9+/]+=*$/)
const signature = Signature.optional()
const user = z.string().min(1).max(40)
const users = z.array(user).min(1).max(100)

export const Say = z.strictObject({ opinion, signature })
export type Say = z.infer<typeof Say>
export const Stash = z.strictObject({
  opinion,
  values: z.record(z.string(), z.unknown()).optional(),
  rev: z.number().int().optional(),
})
export type Stash = z.infer<typeof Stash>
export const ReturnTask = z.strictObject({
  /** Element id; without it the nearest that the step allows. */
  target: z.string().max(200).optional(),
  /** Where the step leaves it to who returns. */
  resubmit: z.enum(['run-on', 'straight-back', 'only-changed']).optional(),
  opinion,
  signature,
})
export type ReturnTask = z.infer<typeof ReturnTask>
export const DelegateTask = z.strictObject({ to: user, opinion, signature })
export type DelegateTask = z.infer<typeof DelegateTask>
export const AddSigners = z.strictObject({
  where: z.enum(['before', 'after', 'parallel']),
  users,
  /** parallel, weighted votes: what each counts. */
  weight: z.number().positive().max(1000).multipleOf(0.01).optional(),
  opinion,
  signature,
})
export type AddSigners = z.infer<typeof AddSigners>
export const CopyTask = z.strictObject({ users, opinion, signature })
export type CopyTask = z.infer<typeof CopyTask>
export const Reactivate = z.strictObject({ element: z.string().max(200), opinion })
export type Reactivate = z.infer<typeof Reactivate>
export const HandOver = z.strictObject({ to: user })
export type HandOver = z.infer<typeof HandOver>
export interface HandedOver {
  /** Instances in which something was handed over. */
  instances: number
  /** There is more; ask again. */
  more: boolean
}

/** An approval step with all its rounds, the newest first. */
export interface ApprovalStep {
  element: string
  name: string
  mode: 'any' | 'all' | 'sequential' | 'ratio' | 'weighted'
  /** Verbs that the reader may use now, at his task. */
  verbs: VerbInfo[]
  /** Where he may return it to, the nearest first. */
  returnTo: { element: string; name: string }[]
  /** He chooses what happens when it comes again. */
  choosesResubmit: boolean
  /** What he put aside. */
  draft: string | null
  rounds: ApprovalRound[]
}
export interface VerbInfo {
  name: string
  label: string
  opinion: boolean
  signature: boolean
}
export interface ApprovalRound {
  id: string
  round: number
  status: 'open' | 'approved' | 'refused' | 'returned' | 'cancelled'
  openedAt: string
  decidedAt: string | null
  dueAt: string | null
  tally: { total: number; approved: number; refused: number }
  signers: SignerInfo[]
}
export interface SignerInfo {
  id: string
  person: PersonRef | null
  onBehalfOf: PersonRef | null
  place: 'voter' | 'before' | 'after' | 'advice'
  /** Id of the signer to whose vote he belongs. */
  parent: string | null
  addedBy: PersonRef | null
  weight: number
  status: 'waiting' | 'open' | 'approved' | 'refused' | 'returned' | 'removed' | 'cancelled'
  /** Why nobody was asked: empty, self, repeat, unchanged, due. */
  automatic: string | null
  opinion: string | null
  signature: string | null
  at: string | null
  /** Who had it before. */
  from: { person: PersonRef | null; at: string; how: 'transfer' | 'leaver' | 'due' }[]
  /** The reader may take him off. */
  removable: boolean
}
