import type { Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import type { Notice } from '../outbox/notify.js'
import type { Planned } from './plan-command.js'

type Told = Omit<Notice, 'title'>

/** What approvals tell people besides new tasks: reminders, copies, and a task that came to somebody by a verb. */
export function approvalNotices({ advanced, before, command }: Planned): Told[] {
  const { effects, delta } = advanced
  const { at } = command
  const told = effects.flatMap((effect): Told[] => {
    if (effect.kind !== 'tell' && effect.kind !== 'copy') return []
    const body =
      effect.kind === 'tell' ? effect.body : nameOf(advanced.delta.tasks, before?.tasks ?? [], effect.task, effect.note)
    const code = effect.kind === 'tell' ? effect.code : ('TASK_COPIED' as const)
    return [{ code, source: effect.id, to: effect.to, at, body, ...(effect.task ? { task: effect.task } : {}) }]
  })
  // `assign` writes its own, with the words that came along
  if (command.type === 'assign') return told
  const held = new Map(before?.tasks.map(task => [task.id, task.assignee]))
  const handed = delta.tasks.update
    .filter(task => task.status === 'open' && task.assignee !== undefined && task.assignee !== held.get(task.id))
    .filter(task => command.type !== 'claim' && task.assignee !== command.by)
    .map((task): Told => {
      const source = `${task.id}.${advanced.state.instance.seq}.${advanced.state.instance.rev}`
      return { code: 'TASK_TRANSFERRED', source, to: [task.assignee!], at, body: task.name, task: task.id }
    })
  return [...told, ...handed]
}

function nameOf(
  { insert, update }: Planned['advanced']['delta']['tasks'],
  before: readonly { id: string; name: string }[],
  task: string,
  note: string | undefined,
): string {
  const name = [...insert, ...update, ...before].find(each => each.id === task)?.name ?? ''
  return note ? `${name}: ${note}` : name
}

const copyColumns = ['user_id', 'id', 'instance_id', 'task_id', 'element', 'by_user', 'note', 'at']
/** 抄送: who was sent a copy finds it in a folder of his own, and may look. */
export async function writeCopies(tx: Tx, { advanced, command }: Planned): Promise<void> {
  const rows = advanced.effects.flatMap(effect =>
    effect.kind === 'copy'
      ? effect.to.map(user => [
          user,
          effect.id,
          advanced.state.instance.id,
          effect.task,
          effect.element,
          command.by,
          effect.note ?? null,
          command.at,
        ])
      : [],
  )
  await insertRows(tx, 'copies', copyColumns, rows)
}
