import { targetsOf } from '#core/process/approval/return-from'
import { verbOf, VERBS, type ApprovalSettings } from '#core/process/approval/settings'
import type { Approval, Signer } from '#core/process/approval/state'
import { tally } from '#core/process/approval/tally'
import { nodeOf, type Graph } from '#core/process/graph'
import { Draft } from '#core/process/state/draft'
import type { Reader } from '../db/transaction.js'
import { approvalOf, signerOf } from '../instances/approval-rows.js'
import { lastRound } from '../instances/last-round.js'
import { loadState } from '../instances/load-state.js'
import { peopleNames } from '../instances/people-names.js'
import type { UserPrincipal } from '../people/principal.js'
import { publishedProcess } from '../processes/published-process.js'
import type { ApprovalRound, ApprovalStep, SignerInfo, VerbInfo } from './approvals.api.js'
import { maySeeTask } from './task-info.js'
import { verbInfo } from './verb-info.js'
import { isMine, taskWithProcess, type TaskWithProcess } from './task.entity.js'

type Row = Record<string, string | null>

/** An approval step with all its rounds; undefined when there is no such task for the reader, or it is no approval. */
export async function approvalStep(read: Reader, id: string, who: UserPrincipal): Promise<ApprovalStep | undefined> {
  const task = await taskWithProcess(read, id)
  if (!task?.signer || !(await maySeeTask(read, task, who))) return undefined
  const { graph } = await publishedProcess(read, task.definition)
  const node = nodeOf(graph, task.element)
  const settings = node.settings.approval!
  const mine = await isMine(read, task, who.id)
  const [approvals, signers] = await Promise.all([
    read.query<Row>('SELECT * FROM approvals WHERE instance_id = ? AND scope = ? AND element = ?', [
      task.instance_id,
      task.scope,
      task.element,
    ]),
    read.query<Row>('SELECT * FROM signers WHERE instance_id = ? AND scope = ? AND element = ?', [
      task.instance_id,
      task.scope,
      task.element,
    ]),
  ])
  const all = signers.map(signerOf)
  return {
    element: node.id,
    name: node.name,
    mode: settings.mode.type,
    verbs: mine ? verbsFor(settings, who) : [],
    returnTo: mine ? await returnsTo(read, task, settings, graph) : [],
    choosesResubmit: settings.resubmit === 'ask',
    draft: mine ? (all.find(signer => signer.id === task.signer)?.draft ?? null) : null,
    rounds: await roundsOf(read, approvals.map(approvalOf), all, settings, who, mine),
  }
}

const AT_A_TASK = VERBS.filter(verb => !['urge', 'withdraw', 'take-back', 'reactivate'].includes(verb))
const verbsFor = (settings: ApprovalSettings, who: UserPrincipal): VerbInfo[] =>
  AT_A_TASK.filter(verb => verbOf(settings, verb).on).map(verb => verbInfo(settings, verb, who))

async function returnsTo(
  read: Reader,
  task: TaskWithProcess,
  settings: ApprovalSettings,
  graph: Graph,
): Promise<ApprovalStep['returnTo']> {
  const loaded = await loadState(read, task.instance_id)
  const draft = loaded && new Draft(loaded.state)
  const token = draft?.tokens.get(task.token)
  if (!loaded || !token || !verbOf(settings, 'return').on) return []
  const graphs = new Map<string, Graph>()
  for (const { definition } of loaded.state.scopes)
    if (definition !== undefined) graphs.set(definition, (await publishedProcess(read, definition)).graph)
  const look = { graph: loaded.published.graph, graphs, draft: draft! }
  const host = { lastRound: (scope: string | undefined, element: string) => lastRound(read, task.instance_id, scope, element) }
  const targets = await targetsOf({ ...look, host }, token, settings.returnTo)
  return targets.map(element => ({ element, name: graph.nodes[graph.nodeAt.get(element) ?? -1]?.name ?? element }))
}

async function roundsOf(
  read: Reader,
  approvals: readonly Approval[],
  signers: readonly Signer[],
  settings: ApprovalSettings,
  who: UserPrincipal,
  mine: boolean,
): Promise<ApprovalRound[]> {
  const person = await peopleNames(
    read,
    signers.flatMap(({ user, onBehalfOf, addedBy, from }) => [
      user,
      onBehalfOf ?? null,
      addedBy ?? null,
      ...(from ?? []).map(each => each.user),
    ]),
  )
  const info = (signer: Signer): SignerInfo => ({
    id: signer.id,
    person: person(signer.user),
    onBehalfOf: person(signer.onBehalfOf ?? null),
    place: signer.place,
    parent: signer.parent ?? null,
    addedBy: person(signer.addedBy ?? null),
    weight: signer.weight,
    status: signer.status,
    automatic: signer.automatic ?? null,
    opinion: signer.opinion ?? null,
    signature: signer.signature ?? null,
    at: signer.at ?? null,
    from: (signer.from ?? []).map(({ user, at, how }) => ({ person: person(user), at, how })),
    removable:
      (signer.status === 'open' || signer.status === 'waiting') &&
      (who.admin || (mine && signer.addedBy === who.id && verbOf(settings, 'remove').on)),
  })
  return approvals
    .toSorted((a, b) => b.round - a.round)
    .map(approval => {
      const own = signers
        .filter(signer => signer.approval === approval.id)
        .sort((a, b) => a.order - b.order || number(a) - number(b))
      const { total, approved, refused } = tally(settings.mode, own)
      return {
        id: approval.id,
        round: approval.round,
        status: approval.status,
        openedAt: approval.openedAt,
        decidedAt: approval.decidedAt ?? null,
        dueAt: approval.dueAt ?? null,
        tally: { total, approved, refused },
        signers: own.map(info),
      }
    })
}
const number = ({ id }: { id: string }): number => Number(id.slice(id.lastIndexOf('.') + 1))
