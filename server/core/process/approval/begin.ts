import type { Json, Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { note, setVariables, type Run } from '../run.js'
import type { Token } from '../state.js'
import { carryOn } from './carry-on.js'
import { openRound, type Asked } from './open.js'
import { armOverdue } from './overdue.js'
import { pastOf, pathOf } from './past.js'
import { askedBy, insteadOfNobody, peopleFor } from './people.js'
import { printNow } from './basis.js'
import type { ApprovalSettings } from './settings.js'
import { spokenOutcome } from './spoken-outcome.js'
import type { Signer } from './state.js'

export type Begun = { decided: 'approved' | 'refused'; detail: Json } | { waits: true } | { problem: Problem }

/**
 * A token has come to an approval step: a round begins. Finds who is asked, spares whom the settings spare, and decides at once where nobody is left
 * to ask, in the same transaction and with a word in the trail that says why.
 */
export async function beginApproval(
  run: Run,
  token: Token,
  node: Node,
  settings: ApprovalSettings,
  { round, dueAt }: { round: number; dueAt?: string },
): Promise<Begun> {
  const { draft, command } = run
  const found = await askedBy(run, token, node, settings)
  if ('problem' in found) return found
  const id = draft.nextId()
  const opened = await signersOf(run, token, node, settings, { approval: id, round, asked: found.asked })
  if ('problem' in opened) return opened
  let { signers } = opened
  if (signers.length === 0) {
    const instead = await insteadOfNobody(run, token, settings)
    if ('problem' in instead) return instead
    if ('outcome' in instead) return decidedByNobody(run, token, node, round, id, instead.outcome)
    const asked = instead.users.map(user => ({ user, weight: 1 }))
    const again = await signersOf(run, token, node, { ...settings, self: 'allow' }, { approval: id, round, asked })
    if ('problem' in again) return again
    signers = again.signers
  }
  const approval = draft.approvals.insert({
    id,
    scope: token.scope,
    token: token.id,
    element: node.id,
    round,
    status: 'open',
    openedAt: command.at,
    ...(dueAt === undefined ? {} : { dueAt }),
  })
  for (const signer of signers) {
    draft.signers.insert(signer)
    if (signer.automatic) note(run, 'said', node.id, token, { verb: 'approve', user: signer.user, automatic: signer.automatic })
  }
  const decided = await carryOn(run, approval, node, found.why)
  if (decided) return { decided: decided.decision, detail: decided.detail }
  return armOverdue(run, token, node, settings, dueAt) ?? { waits: true }
}

async function signersOf(
  run: Run,
  token: Token,
  node: Node,
  settings: ApprovalSettings,
  { approval, round, asked }: { approval: string; round: number; asked: Asked[] },
): Promise<{ signers: Signer[] } | { problem: Problem }> {
  const initiator = run.draft.instance.startedBy
  const print = await printNow(run, token.id, node)
  const heads =
    settings.self === 'head' && asked.some(({ user }) => user === initiator)
      ? await peopleFor(run, token, { type: 'head', of: 'initiator' })
      : { users: [] }
  if ('problem' in heads) return heads
  const signers = openRound(settings, {
    approval,
    scope: token.scope,
    path: pathOf(run, token),
    element: node.id,
    round,
    at: run.command.at,
    initiator,
    asked,
    ...(heads.users[0] === undefined ? {} : { head: heads.users[0] }),
    ...(await pastOf(run, token, settings, print)),
    nextId: () => run.draft.nextId(),
  })
  if ('problem' in signers) return signers
  return { signers: signers.map(signer => (signer.automatic ? { ...signer, print } : signer)) }
}

/** Nobody to ask, and the step says that this passes or refuses. The round stays on record without signers. */
function decidedByNobody(run: Run, token: Token, node: Node, round: number, id: string, outcome: 'approved' | 'refused'): Begun {
  const { draft, command } = run
  const about = { id, scope: token.scope, token: token.id, element: node.id, round, openedAt: command.at }
  draft.approvals.insert({ ...about, status: 'open' })
  draft.approvals.retire(id, { status: outcome, decidedAt: command.at })
  const verb = outcome === 'approved' ? 'approve' : 'refuse'
  note(run, 'said', node.id, token, { verb, automatic: 'empty' })
  setVariables(run, token.id, spokenOutcome(run, token.id, node.id, verb, undefined))
  return { decided: outcome, detail: { outcome: verb, automatic: 'empty' } }
}
