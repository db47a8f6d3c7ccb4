import type { AccessMap } from '#core/form/form'
import type { Rejection } from '#core/process/command'
import { problem } from '#core/problem'
import { reader, type Tx } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import { Refusal, refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { peopleNames } from '../instances/people-names.js'
import { runCommand } from '../instances/run-command.js'
import { answerProblems } from '../intake/answer-problems.js'
import type { UserPrincipal } from '../people/principal.js'
import { planChange } from '../records/plan-change.js'
import type { Plan } from '../records/plan.js'
import { isMine, taskWithProcess, type TaskWithProcess } from './task.entity.js'
import { maySeeTask, stepAccess } from './task-info.js'
import { checkPeople } from './check-people.js'
import { statusOf } from './refusal-status.js'
import type { CompleteTask } from './tasks.api.js'

/**
 * Completes a task with the person's changes to the record, in one transaction: of two who complete it one wins, and of the other's changes
 * nothing is written. Refusals: 404 NO_SUCH_TASK, 403 NOT_YOURS, 409 TASK_DONE, TASK_CANCELLED, RECORD_CHANGED, 422 at fields.
 */
export async function completeTask(
  engine: Engine,
  id: string,
  who: UserPrincipal,
  asked: CompleteTask,
  also?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const read = reader(engine.db)
  const task = await openTask(engine, id, who)
  if (!(await isMine(read, task, who.id))) refuse(403, 'NOT_YOURS')
  const { outcome, opinion, signature, picks } = asked
  await checkPeople(read, Object.values(picks ?? {}).flat(), 'picks')
  const given = {
    ...(outcome === undefined ? {} : { outcome }),
    ...(opinion ? { opinion } : {}),
    ...(signature ? { signature } : {}),
    ...(picks ? { picks } : {}),
  }
  const done = await runCommand(
    engine,
    task.instance_id,
    { type: 'complete', task: id, by: who.id, ...given },
    {
      // somebody was faster: the core says so, and what this person typed is not judged any more
      plan: async (plan, state) => (state.tasks.some(each => each.id === id) ? planValues(plan, task, who, asked) : undefined),
      ...(also ? { write: also } : {}),
    },
  )
  if ('rejection' in done) await refuseCommand(engine, id, who, done)
}

/** The task while it can be acted on by somebody; else the refusal that says why not. */
export async function openTask(engine: Engine, id: string, who: UserPrincipal): Promise<TaskWithProcess> {
  const read = reader(engine.db)
  const task = await taskWithProcess(read, id)
  if (!task || !(await maySeeTask(read, task, who))) refuse(404, 'NO_SUCH_TASK')
  if (task.status === 'open') return task
  if (task.status === 'cancelled') refuse(409, 'TASK_CANCELLED')
  const person = await peopleNames(read, [task.completed_by])
  return refuse(409, 'TASK_DONE', { by: person(task.completed_by)?.name ?? null, at: task.completed_at, outcome: task.outcome })
}

/** What the core refused, as the person is told. */
export async function refuseCommand(engine: Engine, id: string, who: UserPrincipal, { rejection }: Rejection): Promise<never> {
  switch (rejection.code) {
    case 'TASK_NOT_OPEN':
    case 'INSTANCE_ENDED':
      await openTask(engine, id, who)
      return refuse(409, 'TASK_CANCELLED')
    case 'NOT_YOURS':
      return refuse(403, 'NOT_YOURS')
    case 'TASK_TAKEN': {
      const assignee = String(rejection.params?.assignee)
      return refuse(409, 'TASK_TAKEN', { by: (await peopleNames(reader(engine.db), [assignee]))(assignee)?.name ?? null })
    }
    case 'OUTCOME_REQUIRED':
    case 'OUTCOME_UNKNOWN':
      return refuse(422, [problem(rejection.code, 'outcome', rejection.params)])
    case 'OPINION_REQUIRED':
      return refuse(422, [problem(rejection.code, 'opinion', rejection.params)])
    case 'ALREADY_VOTED': {
      const voter = String(rejection.params?.user)
      return refuse(409, 'ALREADY_VOTED', { by: (await peopleNames(reader(engine.db), [voter]))(voter)?.name ?? null })
    }
    case 'PROCESS_PAUSED':
      return refuse(409, 'PROCESS_PAUSED', rejection.params)
    case 'BUSY':
      return refuse(503, 'BUSY', { retryAfter: 1 })
    default:
      throw new Refusal(statusOf(rejection.code), rejection.code, [rejection])
  }
}

/** What somebody puts aside for later: written as far as he may write, and nothing is required yet. */
export const planStash = (
  plan: Plan,
  task: TaskWithProcess,
  who: UserPrincipal,
  asked: Pick<CompleteTask, 'values' | 'rev'>,
): Promise<void> =>
  planValues(plan, task, who, asked, access =>
    Object.fromEntries(Object.entries(access).map(([key, value]) => [key, value === 'required' ? 'write' : value])),
  )

/** The change goes through the one write path, with the rights of this step. Also without values: the step may require some. */
async function planValues(
  plan: Plan,
  task: TaskWithProcess,
  who: UserPrincipal,
  { values = {}, rev }: Pick<CompleteTask, 'values' | 'rev'>,
  eased = (access: AccessMap): AccessMap => access,
): Promise<void> {
  const form = task.record_form === null ? undefined : await publishedForm(plan.reader, task.record_form)
  if (!form) {
    if (Object.keys(values).length > 0) refuse(400, [problem('FIELD_NOT_ALLOWED', Object.keys(values)[0])])
    return
  }
  const access = eased(stepAccess(task))
  const writes = Object.values(access).some(each => each === 'write' || each === 'required')
  if (!writes && Object.keys(values).length === 0) return
  const planned = await planChange(plan, {
    form,
    record: task.record_id!,
    raw: values,
    access,
    ...(rev === undefined ? {} : { rev }),
    who,
    through: { source: 'user', name: task.name, instance: task.instance_id, task: task.id },
  })
  if ('problems' in planned) answerProblems(planned.problems)
}
