import { accessOf, type Door } from '#core/form/access'
import { valueOf } from '#core/form/expression-view'
import type { AccessMap, Field, Form, Row, Values } from '#core/form/form'
import { sameValue } from '#core/form/same-value'
import { validate } from '#core/form/validate'
import { problem, type Json, type Problem } from '#core/problem'
import type { Decision } from '#core/rule/rule-set'
import { newId } from '../db/id.js'
import type { Reader } from '../db/transaction.js'
import { resolveFiles } from '../files/claim-files.js'
import type { PublishedForm } from '../forms/published-form.js'
import { nameOf, type Principal } from '../people/principal.js'
import { publishedRules } from '../rules/published-rules.js'
import { applyRules } from './apply-rules.js'
import { firstId, unknownPeople } from './known-ids.js'
import { unmask } from './mask.js'
import type { Plan, PlannedChange } from './plan.js'
import { readRecord } from './read-record.js'
import type { Change, StoredRecord, Through } from './record.js'
import { takenValues } from './unique.js'
import { writeRecord } from './write-record.js'

export interface RecordChange {
  form: PublishedForm
  /** The record to change; absent for a new one. */
  record?: string
  /** Id of a new record, when it was given out before. */
  newId?: string
  /** What came through the door, unchecked. On a change only what is to be changed. */
  raw: unknown
  /** Values that the server vouches for: a link's channel. */
  given?: Record<string, unknown>
  /** What the place allows per field. */
  access?: AccessMap
  /** Revision that the writer saw; RECORD_CHANGED when it is another by now. */
  rev?: number
  who: Principal
  through: Through
}

const doors: Record<Through['source'], Door> = {
  user: 'user',
  link: 'link',
  api: 'api',
  import: 'import',
  process: 'process',
  template: 'process',
}

export type Planned = { change: PlannedChange; warnings: Problem[] }

/**
 * The one way to a record change, whoever asks: validate → people and files exist → rules → unique → what will be written. Reads only.
 * Adds the write to the plan, and the record as it will be. Problems: those of core/form/validate, NO_SUCH_RECORD,
 * RECORD_CHANGED { rev }, NO_SUCH_MEMBER, NO_SUCH_DEPARTMENT, NO_SUCH_FILE, NOT_UNIQUE.
 */
export async function planChange(plan: Plan, change: RecordChange): Promise<Planned | { problems: Problem[] }> {
  const { form, who, through } = change
  const before =
    change.record === undefined
      ? undefined
      : (plan.records.get(change.record) ?? (await readRecord(plan.reader, form, change.record)))
  if (change.record !== undefined && !before) return { problems: [problem('NO_SUCH_RECORD')] }
  if (before && change.rev !== undefined && before.rev !== change.rev)
    return { problems: [problem('RECORD_CHANGED', undefined, { rev: before.rev })] }

  const door = doors[through.source]
  const context = { at: plan.at, zone: form.form.settings?.zone ?? 'Asia/Shanghai' }
  const by = who.type === 'user' ? who.id : null
  const judged = await validate(
    form.form,
    before && door === 'user' ? unmaskable(form.form, change, before.values) : change.raw,
    {
      mode: before ? 'update' : 'create',
      partial: true,
      door,
      ...(change.access ? { access: change.access } : {}),
      ...(before ? { previous: before.values } : {}),
      ...(change.given ? { given: change.given } : {}),
      context,
      evaluate: plan.evaluate,
      ...(by ? { bindings: { me: by as Json } } : {}),
    },
  )
  if ('problems' in judged) return judged
  const strangers = await unknownPeople(plan.reader, form.form.fields, judged.values, before?.values)
  if (strangers.length > 0) return { problems: strangers }
  const uploader = nameOf(who)
  const files = await resolveFiles(
    plan.reader,
    { id: form.id, fields: form.form.fields },
    judged.values,
    before?.values,
    uploader,
  )
  if ('problems' in files) return files

  const rules = await publishedRules(plan.reader, form.id)
  const ruled = rules
    ? await applyRules(form, rules, files.values, before?.values, plan.evaluate, context)
    : { values: files.values, decisions: [], problems: [] }
  const values = withRowIds(form.form.fields, ruled.values, before?.values)
  const changes = differences(form.form.fields, before?.values ?? {}, values)
  const after = await recordAfter(plan, change, before, values, by)
  const taken = await takenValues(plan.reader, form, after, changes, who)
  if (taken.length > 0) return { problems: taken }

  const decisions = before ? await newDecisions(plan.reader, before.id, ruled.decisions) : ruled.decisions
  const planned: PlannedChange = {
    form,
    ...(before ? { before } : {}),
    after,
    changes,
    decisions,
    through,
    by,
    files: files.taken,
    uploader,
  }
  if (before && changes.length === 0 && decisions.length === 0)
    return { change: { ...planned, after: before }, warnings: ruled.problems }
  plan.records.set(after.id, after)
  plan.changes.push(planned)
  plan.writes.push(async tx => void plan.written.set(after.id, await writeRecord(tx, planned, plan.at)))
  return { change: planned, warnings: ruled.problems }
}

/** Only fields that this writer may write are put back: a mask sent for any other is judged like any other value. */
function unmaskable(form: Form, change: RecordChange, stored: Values): unknown {
  const { raw } = change
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw
  const fields = form.fields.filter(field => accessOf(field, field.key, 'user', change.access) !== 'hidden')
  return unmask(fields, raw as Record<string, unknown>, stored)
}

async function recordAfter(
  plan: Plan,
  change: RecordChange,
  before: StoredRecord | undefined,
  values: Values,
  by: string | null,
): Promise<StoredRecord> {
  const { form, through } = change
  const ownerField = form.form.settings?.owner
  const named = ownerField === undefined ? undefined : firstId(Object.hasOwn(values, ownerField) ? values[ownerField] : undefined)
  const owner = ownerField === undefined ? (before ? before.owner : by) : (named ?? (before ? before.createdBy : by))
  return {
    id: before?.id ?? change.newId ?? newId(),
    form: form.id,
    version: form.version,
    rev: (before?.rev ?? 0) + 1,
    createdAt: before?.createdAt ?? plan.at,
    createdBy: before ? before.createdBy : by,
    updatedAt: plan.at,
    updatedBy: by,
    owner,
    department: before && owner === before.owner ? before.department : await departmentOf(plan.reader, owner),
    source: before?.source ?? through.source,
    link: before ? before.link : (through.link ?? null),
    title: before?.title ?? '',
    values,
  }
}

async function departmentOf(reader: Reader, user: string | null): Promise<string | null> {
  if (!user) return null
  const [row] = await reader.query<{ department_id: string | null }>('SELECT department_id FROM users WHERE id = ?', [user])
  return row?.department_id ?? null
}

/** Rows that the record does not have yet get ids of ours, whatever id was sent: a row of another record can never be taken over. */
function withRowIds(fields: Field[], values: Values, before: Values = {}): Values {
  const result = { ...values }
  for (const field of fields) {
    if (field.kind !== 'subform') continue
    const rows = valueOf(values, field) as Row[] | undefined
    const known = new Set(((valueOf(before, field) as Row[] | undefined) ?? []).map(row => row.id))
    if (rows) result[field.key] = rows.map(row => (known.has(row.id) ? row : { ...row, id: newId() }))
  }
  return result
}

function differences(fields: Field[], before: Values, after: Values): Change[] {
  return fields
    .filter(field => !sameValue(valueOf(before, field), valueOf(after, field)))
    .map(field => {
      const [was, is] = [valueOf(before, field), valueOf(after, field)]
      return { field: field.key, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }
    })
}

/** A decision is stored when it says something new: another result, branch or input than the newest one about the same field. */
async function newDecisions(reader: Reader, record: string, decisions: Decision[]): Promise<Decision[]> {
  if (decisions.length === 0) return []
  const rows = await reader.query<{ target: string; decision: string }>(
    'SELECT target, decision FROM record_decisions WHERE record = ? ORDER BY id',
    [record],
  )
  const newest = new Map(rows.map(row => [row.target, JSON.parse(row.decision) as Decision]))
  return decisions.filter(decision => essence(decision) !== essence(newest.get(decision.target)))
}

const essence = (decision: Decision | undefined): string | undefined =>
  decision && JSON.stringify([decision.rule, decision.version, decision.branch, decision.inputs, decision.result])
