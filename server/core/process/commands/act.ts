import { problem, type Json, type Problem } from '../../problem.js'
import { carryOn, taskOf, write } from '../approval/carry-on.js'
import { finish } from '../approval/finish.js'
import { roundOf } from '../approval/overdue.js'
import { ANYBODY } from '../approval/people.js'
import { printNow } from '../approval/basis.js'
import { picksOver } from '../approval/picks.js'
import { returnFrom, targetsOf } from '../approval/return-from.js'
import type { ApprovalSettings, Resubmit, Verb } from '../approval/settings.js'
import type { Approval, Round, Signer } from '../approval/state.js'
import { addSigner } from '../approval/verbs/add-signer.js'
import { approve } from '../approval/verbs/approve.js'
import { copy } from '../approval/verbs/copy.js'
import { delegate } from '../approval/verbs/delegate.js'
import { endHere } from '../approval/verbs/end.js'
import { refuse } from '../approval/verbs/refuse.js'
import { removeSigner } from '../approval/verbs/remove-signer.js'
import { giveBack } from '../approval/verbs/return.js'
import { stash } from '../approval/verbs/stash.js'
import { transfer } from '../approval/verbs/transfer.js'
import { refused, type Answer, type Saying } from '../approval/verbs/verb.js'
import type { Node } from '../graph.js'
import { emit, nodeIn, note, setVariables, type Run } from '../run.js'
import type { Handler, Of } from './index.js'
import { stopInstance } from './stop-instance.js'
import { wrongType } from '../data-types.js'

/** Verbs that whose turn it is says at his task. */
export type TaskVerb = Exclude<Verb, 'urge' | 'withdraw' | 'take-back' | 'reactivate'>

/** A verb under way: who says it in which round of what. */
interface Scene {
  run: Run
  command: Of<'act'>
  approval: Approval
  node: Node
  settings: ApprovalSettings
  round: Round
  signer: Signer
  saying: Saying
}

/**
 * One of the verbs of an approval. Each is a pure function of the round; this looks up the round, has the verb judge, and puts into effect what it
 * changes: the vote counts, tasks open and close, the step ends or goes back.
 */
export const act: Handler<'act'> = async (run, command) => {
  const { draft } = run
  const task = draft.tasks.get(command.task)
  if (!task) return problem('TASK_NOT_OPEN', command.task)
  const node = nodeIn(run, task.scope, task.element)
  const [approval] = draft.approvals.of(task.token)
  const settings = node.settings.approval
  if (!approval || !settings) return problem('NOT_AN_APPROVAL', command.task)
  let signer = draft.signers.get(task.signer!)!
  if (signer.user === ANYBODY) signer = draft.signers.update(signer.id, { user: command.by })
  const { opinion, signature } = command
  const saying = { by: command.by, at: command.at, ...(opinion ? { opinion } : {}), ...(signature ? { signature } : {}) }
  const wrong = wrongType(run, task.token, command.data ?? {})
  if (wrong) return wrong
  return VERBS[command.verb]({ run, command, approval, node, settings, round: roundOf(run, approval, settings), signer, saying })
}

type Do = (scene: Scene) => Problem | undefined | Promise<Problem | undefined>

const VERBS: Record<TaskVerb, Do> = {
  approve: scene => vote(scene, 'approve', approve(scene.round, scene.signer, scene.saying)),
  refuse: scene => vote(scene, 'refuse', refuse(scene.round, scene.signer, scene.saying)),
  stash: scene => {
    const answer = stash(scene.round, scene.signer, scene.saying)
    if (refused(answer)) return answer
    write(scene.run, answer)
    return undefined
  },
  transfer: scene => {
    const { command, round, signer, saying } = scene
    const admin = command.admin === true && command.by !== signer.user
    return change(scene, transfer(round, signer, { ...saying, to: to(scene), admin }), { to: to(scene) })
  },
  delegate: scene => change(scene, delegate(scene.round, scene.signer, { ...scene.saying, to: to(scene) }), { to: to(scene) }),
  'add-before': scene => add(scene, 'before'),
  'add-after': scene => add(scene, 'after'),
  'add-parallel': scene => add(scene, 'parallel'),
  remove: scene => {
    const { command, round, saying } = scene
    const signer = command.signer ?? ''
    const user = round.signers.find(each => each.id === signer)?.user ?? ''
    return change(scene, removeSigner(round, { ...saying, signer, admin: command.admin === true }), { user })
  },
  copy: ({ run, command, node, round, saying, approval }) => {
    const answer = copy(round, { ...saying, users: command.users ?? [] })
    if ('code' in answer) return answer
    const said = saying.opinion === undefined ? {} : { note: saying.opinion }
    emit(run, node.id, { kind: 'copy', to: answer.to, task: command.task, ...said })
    note(run, 'said', node.id, { id: approval.token, scope: approval.scope }, { verb: 'copy', to: answer.to })
    return undefined
  },
  return: giveBackFrom,
  end: scene => {
    const { run, round, signer, saying } = scene
    const answer = endHere(round, signer, saying)
    if (refused(answer)) return answer
    write(run, answer)
    say(scene, 'end')
    completeTask(scene, 'end')
    stopInstance(run, 'terminated')
    return undefined
  },
}

const to = ({ command }: Scene): string => command.to ?? ''

async function vote(scene: Scene, verb: 'approve' | 'refuse', answer: Answer): Promise<Problem | undefined> {
  if (refused(answer)) return answer
  const { run, command, approval, node, signer } = scene
  write(run, answer)
  setVariables(run, approval.token, { ...command.data, ...(await picksOver(run, approval.token, command.picks)) })
  // what he has written himself is part of what he approves
  if (verb === 'approve') run.draft.signers.update(signer.id, { print: await printNow(run, approval.token, node) })
  say(scene, verb)
  completeTask(scene, verb)
  return goOn(scene)
}

function add(scene: Scene, where: 'before' | 'after' | 'parallel'): Promise<Problem | undefined> {
  const { command, round, signer, saying } = scene
  const users = command.users ?? []
  const weight = command.weight === undefined ? {} : { weight: command.weight }
  return change(scene, addSigner(round, signer, { ...saying, where, users, ...weight }), { to: users })
}

async function change(scene: Scene, answer: Answer, detail: Record<string, Json>): Promise<Problem | undefined> {
  if (refused(answer)) return answer
  write(scene.run, answer)
  say(scene, scene.command.verb, detail)
  return goOn(scene)
}

async function goOn({ run, approval, node }: Scene): Promise<undefined> {
  const decided = await carryOn(run, approval, node)
  if (decided) await finish(run, approval, node, decided)
  return undefined
}

async function giveBackFrom(scene: Scene): Promise<Problem | undefined> {
  const { run, command, approval, node, settings, round, signer, saying } = scene
  const targets = await targetsOf(run, run.draft.tokens.get(approval.token)!, settings.returnTo)
  const target = command.target ?? targets[0] ?? ''
  const answer = giveBack(round, signer, { ...saying, target, targets })
  if (refused(answer)) return answer
  write(run, answer)
  setVariables(run, approval.token, command.data ?? {})
  completeTask(scene, 'return')
  return returnFrom(run, approval, node, target, policyOf(settings, command.resubmit))
}

/** The step says what happens when the matter comes again, or leaves it to who returns it. */
const policyOf = ({ resubmit }: ApprovalSettings, asked: Resubmit | undefined): Resubmit =>
  resubmit === 'ask' ? (asked ?? 'run-on') : resubmit

function completeTask({ run, command, signer, saying }: Scene, outcome: string): void {
  const task = taskOf(run, signer)
  if (!task) return
  const { opinion } = saying
  const said = opinion === undefined ? {} : { opinion }
  run.draft.tasks.retire(task.id, { status: 'completed', completedAt: command.at, completedBy: command.by, outcome, ...said })
}

/** Words of people stay in tasks and rows of signers; the trail tells who did what. */
function say({ run, approval, node, signer }: Scene, verb: string, detail: Record<string, Json> = {}): void {
  const forWhom: Record<string, Json> = signer.onBehalfOf === undefined ? {} : { for: signer.onBehalfOf }
  note(run, 'said', node.id, { id: approval.token, scope: approval.scope }, { verb, ...forWhom, ...detail })
}
