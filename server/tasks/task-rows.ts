import { kindOf } from '#core/form/fields/index'
import type { Field } from '#core/form/form'
import { VERBS } from '#core/process/approval/settings'
import { VERB_NAMES } from '#core/process/approval/verb-names'
import { textIn } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { selectIn } from '../db/write-rows.js'
import { publishedForm, type PublishedForm } from '../forms/published-form.js'
import { peopleNames } from '../instances/people-names.js'
import type { UserPrincipal } from '../people/principal.js'
import { publishedProcess } from '../processes/published-process.js'
import { namesOf, peopleIn } from '../records/known-ids.js'
import { maskValues } from '../records/mask.js'
import { readRecords } from '../records/read-record.js'
import type { StoredRecord } from '../records/record.js'
import { fieldsSeen } from '../records/sight.js'
import type { TaskWithProcess } from './task.entity.js'
import type { TaskRow } from './tasks.api.js'

type Language = 'zh' | 'en'
const FACTS = 3

/** Tasks as lists show them: named and explained by the record that they are about, as far as the step lets its reader see. */
export async function taskRows(read: Reader, tasks: readonly TaskWithProcess[], who: UserPrincipal): Promise<TaskRow[]> {
  const language: Language = who.language === 'en' ? 'en' : 'zh'
  const [person, records, seen] = await Promise.all([
    peopleNames(
      read,
      tasks.flatMap(task => [task.assignee, task.started_by]),
    ),
    recordsOf(read, tasks),
    selectIn<{ task_id: string }>(
      read,
      list => `SELECT task_id FROM task_views WHERE user_id = ? AND task_id ${list}`,
      tasks.map(task => task.id),
      [who.id],
    ),
  ])
  const viewed = new Set(seen.map(row => row.task_id))
  return Promise.all(
    tasks.map(async task => {
      const about = task.record_id === null ? undefined : records.get(task.record_id)
      return {
        id: task.id,
        name: task.name,
        process: task.process_name,
        app: task.app_id,
        title: about?.record.title || task.process_name,
        facts: about ? await factsOf(read, about.form, about.record, task, who, language) : [],
        state: task.status,
        assignee: person(task.assignee),
        candidates: task.assignee === null ? Number(task.candidates) : 0,
        startedBy: person(task.started_by),
        createdAt: task.created_at,
        dueAt: task.due_at,
        completedAt: task.completed_at,
        outcome: task.outcome,
        outcomeLabel: await labelOf(read, task, language),
        formId: task.record_form,
        recordId: task.record_id,
        instanceId: task.instance_id,
        unread: task.status === 'open' && !viewed.has(task.id),
      }
    }),
  )
}

interface About {
  form: PublishedForm
  record: StoredRecord
}

async function recordsOf(read: Reader, tasks: readonly TaskWithProcess[]): Promise<Map<string, About>> {
  const byForm = new Map<string, Set<string>>()
  for (const { record_form: form, record_id: record } of tasks)
    if (form !== null && record !== null) byForm.set(form, (byForm.get(form) ?? new Set()).add(record))
  const found = new Map<string, About>()
  for (const [id, records] of byForm) {
    const form = await publishedForm(read, id)
    if (form) for (const record of await readRecords(read, form, [...records], false)) found.set(record.id, { form, record })
  }
  return found
}

/** The form's facts, masked as everywhere, without those that the step hides. */
async function factsOf(
  read: Reader,
  form: PublishedForm,
  record: StoredRecord,
  task: TaskWithProcess,
  who: UserPrincipal,
  language: Language,
): Promise<TaskRow['facts']> {
  const rights = task.rights === null ? {} : (JSON.parse(task.rights) as Record<string, string>)
  const visible = fieldsSeen(form, who).filter(field => rights[field.key] !== 'hidden')
  const fields = (form.form.settings?.facts ?? []).flatMap(key => visible.find(field => field.key === key) ?? []).slice(0, FACTS)
  const { values } = maskValues(fields, record.values)
  const names = await namesOf(read, peopleIn(fields, values))
  return fields.flatMap(field => {
    const whole = kindOf(field).toText(field, values[field.key], language, form.form.settings?.zone)
    // a fact is read at a glance: cents that are none are left out
    const text = field.kind === 'money' ? whole.replace(/\.0+$/, '') : named(field, whole, names)
    return text === '' ? [] : [{ label: textIn(field.label, language), text }]
  })
}

const named = (field: Field, text: string, names: Record<string, string>): string =>
  field.kind === 'member' || field.kind === 'department' ? text.replace(/[0-9a-z]{26}/g, id => names[id] ?? id) : text

/** What the button said. */
async function labelOf(read: Reader, task: TaskWithProcess, language: Language): Promise<string | null> {
  if (task.outcome === null) return null
  const { graph } = await publishedProcess(read, task.definition)
  const node = graph.nodes[graph.nodeAt.get(task.element) ?? -1]
  const { approval, outcomes } = node?.settings ?? {}
  const verb = approval && VERBS.find(each => each === task.outcome)
  if (verb) return approval.verbs[verb]?.label ?? textIn(VERB_NAMES[verb], language)
  return outcomes?.find(each => each.name === task.outcome)?.label ?? task.outcome
}
