import { reader } from '../db/transaction.js'
import { Refusal, refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { runCommand } from '../instances/run-command.js'
import type { UserPrincipal } from '../people/principal.js'
import type { Say } from './approvals.api.js'
import { refuseCommand } from './complete-task.js'
import { statusOf } from './refusal-status.js'
import { maySeeTask } from './task-info.js'
import { taskWithProcess } from './task.entity.js'

/** 拿回: who has done a task takes it back, as long as nobody has done anything behind it. 404 NO_SUCH_TASK, 403 NOT_YOURS, 409 as the core says. */
export async function takeBack(engine: Engine, id: string, who: UserPrincipal, { opinion }: Say): Promise<void> {
  const read = reader(engine.db)
  const task = await taskWithProcess(read, id)
  if (!task || !(await maySeeTask(read, task, who))) refuse(404, 'NO_SUCH_TASK')
  if (task.status !== 'completed' || task.completed_by !== who.id) refuse(403, 'NOT_YOURS')
  const done = await read.query<{ scope: string; element: string; completed_by: string }>(
    "SELECT scope, element, completed_by FROM tasks WHERE instance_id = ? AND status = 'completed' AND completed_at >= ? AND id <> ?",
    [task.instance_id, task.completed_at, id],
  )
  // who did this step last, and what people have done since; the same step of others in his round is no obstacle
  const same = done.filter(each => each.element === task.element && each.scope === task.scope)
  const since = done.filter(each => !same.includes(each)).map(({ completed_by: by, ...step }) => ({ ...step, by }))
  const outcome = await runCommand(engine, task.instance_id, {
    type: 'takeBack',
    scope: task.scope,
    element: task.element,
    doneBy: same.at(-1)?.completed_by ?? who.id,
    since,
    by: who.id,
    ...(opinion ? { opinion } : {}),
  })
  if (!('rejection' in outcome)) return
  const { rejection } = outcome
  if (rejection.code === 'ALREADY_VOTED') await refuseCommand(engine, id, who, outcome)
  throw new Refusal(statusOf(rejection.code), rejection.code, [rejection])
}
