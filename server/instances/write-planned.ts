import type { Effect } from '#core/process/command'
import type { Instruction } from '#core/process/modify/instruction'
import type { State, Task } from '#core/process/state'
import type { Json } from '#core/problem'
import type { Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import { addJobs, putJobs, removeJobs, type NewJob } from '../jobs/jobs.js'
import { writeNotices, type Notice } from '../outbox/notify.js'
import { enqueue } from '../outbox/enqueue.js'
import { approvalNotices, writeCopies } from './approval-notices.js'
import { titleOfRecord } from './record-title.js'
import { Overtaken } from '../records/plan.js'
import { versionOf } from '../processes/published-process.js'
import { continueJobs } from './continue-jobs.js'
import { recheckJobs } from './recheck-jobs.js'
import type { Engine } from './engine.js'
import type { Planned } from './plan-command.js'
import { noteRepairs } from './repair-notices.js'
import { KEPT, listenJob, postMessages, type NewMessage } from './post-messages.js'
import { postSignals } from './post-signals.js'
import { saveMigrated } from './save-migrated.js'
import { saveDelta, saveTrail } from './save-delta.js'

/**
 * The first write of a command: compares the revision and takes the row's lock. Throws Overtaken when somebody was faster. A start has no
 * row yet and inserts it.
 */
export async function holdInstance(tx: Tx, { before, advanced, published }: Planned): Promise<void> {
  if (before) await compareAndSet(tx, before, advanced.state)
  else await insertInstance(tx, advanced.state, published.process)
}

/** Then exactly the rows of the delta, and what leaves the house. Runs after the record changes of the same command. */
export async function writePlanned(tx: Tx, engine: Engine, planned: Planned): Promise<void> {
  const { before, advanced, command } = planned
  const { state, delta, effects, trail } = advanced
  const rev = (before?.instance.rev ?? 0) + 1
  await saveDelta(tx, before, state, delta, command.at)
  if (before) await saveMigrated(tx, before, state)
  await saveTrail(tx, state.instance.id, rev, trail)
  await insertRows(tx, 'command_log', logColumns, [
    [state.instance.id, rev, command.at, command.by, command.type, detailOf(planned)],
  ])
  const added = await writeJobs(tx, planned)
  const notices = await noticesOf(tx, planned)
  if (notices.length > 0) await writeNotices(tx, notices)
  if (effects.length > 0) await writeCopies(tx, planned)
  await noteRepairs(tx, engine, planned)
  const webhooks = effects.filter(effect => effect.kind === 'webhook')
  if (webhooks.length > 0)
    await enqueue(
      tx,
      webhooks.map(({ id, element, kind, ...payload }) => ({
        id,
        element,
        channel: kind,
        instance: state.instance.id,
        at: command.at,
        payload: payload as Json,
      })),
    )
  tx.afterCommit(() =>
    tell(engine, planned, notices, added || webhooks.length > 0 || delta.timers.insert.length + delta.timers.update.length > 0),
  )
}
const logColumns = ['instance_id', 'rev', 'at', 'by_user', 'type', 'detail']

/** Columns of an index are named only when they change: SQLite writes the index anew for each that is named. */
async function compareAndSet(tx: Tx, { instance: before }: State, { instance }: State): Promise<void> {
  const { id, status, seq, automatic, endedAt } = instance
  const stays = status === before.status && endedAt === before.endedAt
  const more = stays ? '' : ', status = ?, ended_at = ?'
  const sql = `UPDATE instances SET rev = rev + 1, seq = ?, automatic = ?${more} WHERE id = ? AND rev = ?`
  if ((await tx.run(sql, [seq, automatic, ...(stays ? [] : [status, endedAt ?? null]), id, before.rev])) === 0)
    throw new Overtaken(`instance ${id}`)
}

const instanceColumns = [
  'id',
  'process_id',
  'definition',
  'pool',
  'status',
  'rev',
  'seq',
  'automatic',
  'record_form',
  'record_id',
  'started_by',
  'started_at',
  'ended_at',
]
async function insertInstance(tx: Tx, { instance }: State, process: string): Promise<void> {
  const { id, definition, status, seq, automatic, record, startedBy, startedAt, endedAt } = instance
  await insertRows(tx, 'instances', instanceColumns, [
    [
      id,
      process,
      versionOf(definition),
      Number(definition.split('#')[1] ?? 0),
      status,
      1,
      seq,
      automatic,
      record?.form ?? null,
      record?.id ?? null,
      startedBy,
      startedAt,
      endedAt ?? null,
    ],
  ])
}

/** What the command was asked with, without a person's data (they are in variables and in the record's log). */
function detailOf({ command }: Planned): string | null {
  const { at: _at, by: _by, type: _type, data: _data, signature: _signature, ...asked } = command as Record<string, unknown>
  const told = command.type === 'modify' ? { ...asked, instructions: command.instructions.map(withoutValues) } : asked
  return Object.keys(told).length === 0 ? null : JSON.stringify(told)
}
const withoutValues = (instruction: Instruction) =>
  instruction.do === 'set' ? { ...instruction, values: Object.keys(instruction.values) } : instruction

/** Continuation of a long burst, messages to others, reminders of due tasks. Answers whether there is something to do soon. */
async function writeJobs(tx: Tx, planned: Planned): Promise<boolean> {
  const { state, delta, effects } = planned.advanced
  const { at } = planned.command
  const instance = state.instance.id
  const jobs: NewJob[] = []
  const before = new Map(planned.before?.tasks.map(task => [task.id, task.dueAt]))
  const moved = delta.tasks.update.filter(task => task.status === 'open' && task.dueAt !== before.get(task.id))
  for (const task of [...delta.tasks.insert, ...moved])
    if (task.status === 'open' && task.dueAt !== undefined && !remindsItself(planned, task))
      jobs.push({ id: dueJob(task), kind: 'task-due', instance, nextAt: task.dueAt, payload: { task: task.id } })
  const over = delta.tasks.update.filter(task => task.status !== 'open' && task.dueAt !== undefined)
  if (over.length + moved.length > 0) await removeJobs(tx, [...over, ...moved].map(dueJob))
  if (jobs.length > 0) await addJobs(tx, jobs)
  const messages = effects.filter(isMessage).map((effect, n) => messageOf(effect, n, planned))
  if (messages.length > 0) await postMessages(tx, messages, at)
  const signals = effects.filter(effect => effect.kind === 'throw-signal')
  if (signals.length > 0)
    await postSignals(
      tx,
      signals.map(({ id, name, data }) => ({ id, name, data, at, by: planned.command.by, source: 'process' })),
    )
  const listens = delta.subscriptions.insert.some(each => each.type === 'message')
  if (listens) await putJobs(tx, [listenJob(instance, at)])
  const goesOn = [...continueJobs(planned), ...recheckJobs(planned)]
  if (goesOn.length > 0) await putJobs(tx, goesOn)
  return goesOn.length > 0 || listens || jobs.length + messages.length + signals.length > 0
}
type SendMessage = Extract<Effect, { kind: 'send-message' }>
const isMessage = (effect: Effect): effect is SendMessage => effect.kind === 'send-message'
const messageOf = ({ id, name, key, data }: SendMessage, n: number, { command }: Planned): NewMessage => {
  const expiresAt = new Date(Date.parse(command.at) + KEPT).toISOString()
  return { id, name, key, data, n, at: command.at, expiresAt, by: command.by, source: 'process' }
}
/** Where the diagram has timers on the step, it says itself when whom to remind. */
const remindsItself = ({ published: { graph } }: Planned, task: Task): boolean => {
  const node = graph.nodes[graph.nodeAt.get(task.element) ?? -1]
  if (node?.settings.approval?.overdue) return true
  return node?.attached.some(index => graph.nodes[index]!.events.some(event => event.type === 'timer')) ?? false
}
const dueJob = (task: Task): string => `${task.id}.due`

/** Who is told: those whom a notify step names, and those who have a new task. */
async function noticesOf(tx: Tx, planned: Planned): Promise<Notice[]> {
  const { advanced, command, published } = planned
  const { record } = advanced.state.instance
  const about = { at: command.at, ...(record ? { record } : {}) }
  const notes = advanced.effects
    .filter(effect => effect.kind === 'notify')
    .map(effect => ({
      ...about,
      code: 'NOTE' as const,
      source: effect.id,
      to: effect.to,
      title: effect.title,
      body: effect.body,
      ...(effect.task ? { task: effect.task } : {}),
    }))
  const tasks = advanced.delta.tasks.insert.filter(task => task.status === 'open')
  const said = approvalNotices(planned)
  if (tasks.length + said.length === 0) return notes
  // read here and not planned: a new record has its serial number, which may be part of the title, only now
  const title = (record && (await titleOfRecord(tx, record))) || published.name
  const fresh = tasks.map(task => ({
    ...about,
    code: 'TASK_NEW' as const,
    source: task.id,
    to: peopleOf(task),
    title,
    body: task.name,
    task: task.id,
  }))
  return [...notes, ...fresh, ...said.map(notice => ({ ...about, ...notice, title }))]
}

export const peopleOf = (task: Pick<Task, 'assignee' | 'candidates'>): string[] =>
  task.assignee === undefined ? task.candidates : [task.assignee]

/** After the commit: browsers read again, the worker looks for new jobs. */
function tell(engine: Engine, { advanced, before, command }: Planned, notices: readonly Notice[], jobs: boolean): void {
  const { instance } = advanced.state
  const { insert, update } = advanced.delta.tasks
  const had = new Map(update.length > 0 ? before?.tasks.map(task => [task.id, task]) : [])
  const inbox = new Set([command.by])
  for (const task of [...insert, ...update]) for (const user of peopleOf(task)) inbox.add(user)
  for (const { id } of update) for (const user of peopleOf(had.get(id) ?? nobody)) inbox.add(user)
  engine.live.publish([...inbox], { kind: 'task' })
  if (notices.length > 0) engine.live.publish([...new Set(notices.flatMap(notice => notice.to))], { kind: 'notification' })
  engine.live.publish('all', { kind: 'instance', id: instance.id })
  if (jobs) engine.jobs.wake()
}
const nobody = { candidates: [] }
