import { evaluate, valuesIn, zoneOf, type Run } from '../run.js'
import { problem, type Problem } from '../../problem.js'
import type { Node } from '../graph.js'
import { looksLiteral, scheduleDue } from '../schedule.js'
import { stop, wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §10.3.4.1, §13.3.3: the task waits in an inbox until somebody completes it. Who: formloom:assignment of the task, else of its
 * lane; without one the task is open to whoever the shell lets see it. Verbs: formloom:outcomes; without them any outcome is taken.
 * Not done: potentialOwner/resourceRole expressions of the standard, renderings, multi-instance.
 */
export const userTask: Element = {
  async enter(run, token, node) {
    const { draft, host, command } = run
    const { assignment, rights, outcomes, due } = node.settings
    const who = assignment
      ? await host.people(assignment, {
          startedBy: draft.instance.startedBy,
          values: valuesIn(run, token.scope),
          ...(host.record ? { record: host.record } : {}),
        })
      : { candidates: [] }
    if ('problem' in who) return stop(who.problem)
    const dueAt = due === undefined ? undefined : await dueOf(run, token.scope, node, due)
    if (dueAt && 'problem' in dueAt) return stop(dueAt.problem)
    draft.tasks.insert({
      id: draft.nextId(),
      scope: token.scope,
      token: token.id,
      element: node.id,
      name: node.name,
      status: 'open',
      round: nextRound(run, token.scope, node.id),
      ...(who.assignee === undefined ? {} : { assignee: who.assignee }),
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

function nextRound(run: Run, scope: string, element: string): number {
  const { rounds } = run.draft.scopes.get(scope)!
  const round = (rounds[element] ?? 0) + 1
  run.draft.scopes.update(scope, { rounds: { ...rounds, [element]: round } })
  return round
}

/** ISO duration or date as written, or an expression that gives one; nothing from the expression means no due time. */
async function dueOf(
  run: Run,
  scope: string,
  node: Node,
  due: string,
): Promise<{ at: string } | { problem: Problem } | undefined> {
  const text = looksLiteral(due) ? { value: due } : await evaluate(run, scope, due)
  if ('problem' in text) return { problem: { ...text.problem, at: node.id } }
  if (text.value === undefined || text.value === null) return undefined
  const found = scheduleDue(String(text.value), run.command.at, zoneOf(run))
  return 'problem' in found ? { problem: problem('DUE_NOT_UNDERSTOOD', node.id, { text: text.value }) } : { at: found.dueAt }
}
