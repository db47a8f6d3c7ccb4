import { problem } from '../../problem.js'
import { carryOn, write } from '../approval/carry-on.js'
import { finish } from '../approval/finish.js'
import { openApprovals } from '../approval/open-approvals.js'
import { roundOf } from '../approval/overdue.js'
import { handOver as handed } from '../approval/verbs/hand-over.js'
import { nodeIn, note } from '../run.js'
import type { Handler } from './index.js'

/** 离职转办: all that waits for `from` in this instance waits for `to`: votes, plain tasks, and his place among candidates. NOTHING_TO_HAND_OVER. */
export const handOver: Handler<'handOver'> = async (run, command) => {
  const { draft } = run
  const { from, to } = command
  let found = 0
  for (const { approval, settings } of openApprovals(run)) {
    const node = nodeIn(run, approval.scope, approval.element)
    const change = handed(roundOf(run, approval, settings), { by: command.by, at: command.at, from, to })
    if (change.update.length === 0) continue
    found += change.update.length
    write(run, change)
    note(run, 'said', node.id, { id: approval.token, scope: approval.scope }, { verb: 'hand-over', from, to })
    const decided = await carryOn(run, approval, node)
    if (decided) await finish(run, approval, node, decided)
  }
  for (const task of draft.tasks.all()) {
    if (task.signer !== undefined) continue
    if (task.assignee !== from && !task.candidates.includes(from)) continue
    found += 1
    const others = task.candidates.filter(user => user !== from && user !== to)
    const candidates = task.candidates.includes(from) ? [...others, to] : task.candidates
    draft.tasks.update(task.id, { candidates, ...(task.assignee === from ? { assignee: to } : {}) })
    note(run, 'said', task.element, { id: task.token, scope: task.scope }, { verb: 'hand-over', from, to })
  }
  return found > 0 ? undefined : problem('NOTHING_TO_HAND_OVER')
}
