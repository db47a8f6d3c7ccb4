import type { AccessMap } from '#core/form/form'
import { verbOf, type ApprovalSettings } from '#core/process/approval/settings'
import type { Json } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import { instancesOfRecord } from '../instances/instances-of-record.js'
import { maySee } from '../instances/may-see.js'
import { peopleNames } from '../instances/people-names.js'
import { candidatesOf } from '../instances/progress.js'
import type { UserPrincipal } from '../people/principal.js'
import { publishedProcess } from '../processes/published-process.js'
import { readLog } from '../records/read-log.js'
import { readRecord } from '../records/read-record.js'
import { recordInfo } from '../records/record-info.js'
import { concerns, isMine, taskWithProcess, type TaskWithProcess } from './task.entity.js'
import { taskRows } from './task-rows.js'
import { verbInfo } from './verb-info.js'
import type { TaskInfo } from './tasks.api.js'

/** What a step's person may do with each field: as drawn; what the diagram does not name can be read. */
export const stepAccess = (task: Pick<TaskWithProcess, 'rights'>): AccessMap => ({
  '*': 'read',
  ...(task.rights === null ? {} : (JSON.parse(task.rights) as AccessMap)),
})

/** A task as its page shows it; undefined for who has nothing to do with it. `since`: when the reader last opened it. */
export async function taskInfo(
  read: Reader,
  id: string,
  who: UserPrincipal,
  since: string | undefined,
): Promise<TaskInfo | undefined> {
  const task = await taskWithProcess(read, id)
  if (!task || !(await maySeeTask(read, task, who))) return undefined
  const [row] = await taskRows(read, [task], who)
  const [mine, published, why] = await Promise.all([
    isMine(read, task, who.id),
    publishedProcess(read, task.definition),
    whyOf(read, task),
  ])
  const settings = published.graph.nodes[published.graph.nodeAt.get(task.element) ?? -1]?.settings
  const access = mine ? stepAccess(task) : onlyRead(stepAccess(task))
  return {
    ...row!,
    mine,
    claimable: mine && task.assignee === null,
    outcomes: task.signer !== null && settings?.approval ? votesOf(settings.approval, who) : outcomesOf(settings?.outcomes),
    access,
    ...(await aboutRecord(read, task, who, access, since)),
    why,
    documentation: settings?.documentation ?? null,
    approval: task.signer !== null,
    onBehalfOf: task.on_behalf_of === null ? null : (await peopleNames(read, [task.on_behalf_of]))(task.on_behalf_of),
  }
}

export const maySeeTask = async (read: Reader, task: TaskWithProcess, who: UserPrincipal): Promise<boolean> =>
  (await concerns(read, task, who.id)) ||
  maySee(read, who, {
    id: task.instance_id,
    started_by: task.started_by,
    record_form: task.record_form,
    record_id: task.record_id,
  })

const onlyRead = (access: AccessMap): AccessMap =>
  Object.fromEntries(Object.entries(access).map(([key, value]) => [key, value === 'hidden' ? 'hidden' : 'read']))

const outcomesOf = (declared: { name: string; label?: string; opinion?: boolean }[] | undefined): TaskInfo['outcomes'] =>
  declared?.length
    ? declared.map((each, nth) => ({
        name: each.name,
        label: each.label ?? each.name,
        opinion: each.opinion ?? false,
        primary: nth === 0,
      }))
    : [{ name: 'complete', label: '', opinion: false, primary: true }]

/** What an inbox that knows verbs only by their names can offer at an approval. */
const votesOf = (settings: ApprovalSettings, who: UserPrincipal): TaskInfo['outcomes'] =>
  (['approve', 'refuse'] as const)
    .filter(verb => verbOf(settings, verb).on)
    .map((verb, nth) => ({ ...verbInfo(settings, verb, who), primary: nth === 0 }))

async function aboutRecord(
  read: Reader,
  task: TaskWithProcess,
  who: UserPrincipal,
  access: AccessMap,
  since: string | undefined,
): Promise<Pick<TaskInfo, 'form' | 'record' | 'changes'>> {
  const form = task.record_form === null ? undefined : await publishedForm(read, task.record_form)
  const stored = form && (await readRecord(read, form, task.record_id!))
  if (!form || !stored) return { form: null, record: null, changes: [] }
  const record = await recordInfo(read, form, stored, who, { access, instancesOf: instancesOfRecord })
  const log =
    since === undefined
      ? []
      : (await readLog(read, form, stored.id, who, access)).entries.filter(entry => entry.at > since && entry.by?.id !== who.id)
  const changes = log.filter(entry => entry.changes.length > 0)
  return { form: { id: form.id, version: form.version, form: form.form }, record, changes }
}

async function whyOf(read: Reader, task: TaskWithProcess): Promise<TaskInfo['why']> {
  if (task.why === null) return null
  const people = task.assignee === null ? ((await candidatesOf(read, [task.id])).get(task.id) ?? []) : [task.assignee]
  const person = await peopleNames(read, people)
  return { people: people.flatMap(id => person(id)?.name ?? []), facts: JSON.parse(task.why) as Json }
}
