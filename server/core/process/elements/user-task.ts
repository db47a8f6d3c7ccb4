import { evaluate, graphOf, seenBy, zoneOf, type Run } from '../run.js'
import { problem, type Problem } from '../../problem.js'
import { has, type Node } from '../graph.js'
import { readBy } from '../names-read.js'
import { looksLiteral, scheduleDue } from '../schedule.js'
import type { Token } from '../state.js'
import { calendarFor } from '../calendar-for.js'
import { beginApproval } from '../approval/begin.js'
import type { ApprovalSettings } from '../approval/settings.js'
import { stop, wait, type Element, type Move } from './element.js'

/**
 * BPMN 2.0.2 §10.3.4.1, §13.3.3: the task waits in an inbox until somebody completes it. Who: formloom:assignment of the task, else of its
 * lane; without one the task is open to whoever the shell lets see it. Verbs: formloom:outcomes; without them any outcome is taken.
 * With formloom:approval the step is an approval: people are asked in rounds, and their votes decide (approval/).
 * Not done: potentialOwner/resourceRole expressions of the standard, renderings.
 */
export const userTask: Element = {
  async enter(run, token, node) {
    const { draft, host, command } = run
    const { assignment, approval, rights, outcomes, due } = node.settings
    if (approval) return enterApproval(run, token, node, approval)
    const who = assignment
      ? await host.people(assignment, {
          startedBy: draft.instance.startedBy,
          values: await seenBy(run, token.id, readBy(assignment)),
          ...(host.record ? { record: host.record } : {}),
        })
      : { candidates: [] }
    if ('problem' in who) return stop(who.problem)
    const dueAt = due === undefined ? undefined : await dueOf(run, token, node, due)
    if (dueAt && 'problem' in dueAt) return stop(dueAt.problem)
    draft.tasks.insert({
      id: draft.nextId(),
      scope: token.scope,
      token: token.id,
      element: node.id,
      name: node.name,
      status: 'open',
      round: await nextRound(run, token, node),
      ...(who.assignee === undefined ? {} : await withStandIn(run, who.assignee)),
      candidates: who.candidates,
      ...(who.why === undefined ? {} : { why: who.why }),
      ...(rights === undefined ? {} : { rights }),
      outcomes: outcomes?.length ? outcomes.map(outcome => outcome.name) : ['complete'],
      ...(dueAt === undefined ? {} : { dueAt: dueAt.at }),
      createdAt: command.at,
    })
    return wait('task')
  },
}

async function enterApproval(run: Run, token: Token, node: Node, settings: ApprovalSettings): Promise<Move> {
  const { due } = node.settings
  const dueAt = due === undefined ? undefined : await dueOf(run, token, node, due)
  if (dueAt && 'problem' in dueAt) return stop(dueAt.problem)
  const round = await nextRound(run, token, node)
  const begun = await beginApproval(run, token, node, settings, { round, ...(dueAt ? { dueAt: dueAt.at } : {}) })
  if ('problem' in begun) return stop(begun.problem)
  return 'waits' in begun ? wait('task') : { type: 'pass', detail: begun.detail }
}

/** Who is out of the office is stood in for; the task says for whom. */
async function withStandIn(run: Run, user: string): Promise<{ assignee: string; onBehalfOf?: string }> {
  const standIn = (await run.host.standsIn?.(user)) ?? user
  return standIn === user ? { assignee: user } : { assignee: standIn, onBehalfOf: user }
}

/** 1, or one more than at the last visit: in a loop of the drawing, or after a return. Only there is it looked for. */
async function nextRound(run: Run, token: Token, node: Node): Promise<number> {
  const { draft, host } = run
  const open = draft.tasks.all().filter(task => task.element === node.id && task.scope === token.scope)
  const again = has(graphOf(run, token.scope).reach(node.index), node.index) || draft.scopes.get(token.scope)!.round > 1
  const before = again ? ((await host.lastRound?.(token.scope, node.id)) ?? 0) : 0
  return Math.max(before, ...open.map(task => task.round)) + 1
}

/** ISO duration or date as written, or an expression that gives one; nothing from the expression means no due time. */
async function dueOf(
  run: Run,
  token: Token,
  node: Node,
  due: string,
): Promise<{ at: string } | { problem: Problem } | undefined> {
  const text = looksLiteral(due) ? { value: due } : await evaluate(run, token.id, due)
  if ('problem' in text) return { problem: { ...text.problem, at: node.id } }
  if (text.value === undefined || text.value === null) return undefined
  const when = await calendarFor(run, token.scope, node.settings.calendar)
  if ('problem' in when) return { problem: { ...when.problem, at: node.id } }
  const found = scheduleDue(String(text.value), run.command.at, zoneOf(run, token.scope), when.calendar)
  return 'problem' in found ? { problem: problem('DUE_NOT_UNDERSTOOD', node.id, { text: text.value }) } : { at: found.dueAt }
}
