import type { AccessMap } from '#core/form/form'
import type { Reader } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { can, inScope, rowScope } from '../people/rights.js'
import { namesOf } from './known-ids.js'
import { peopleOf } from './list-records.js'
import { maskValues, only } from './mask.js'
import { readRecord } from './read-record.js'
import { scopeRow, type StoredRecord } from './record.js'
import type { RecordInfo } from './records.api.js'
import { fieldsSeen } from './sight.js'

export type InstanceRef = RecordInfo['instances'][number]
/** Process instances about a record, newest first; given by the instances feature, which stands above this one. */
export type InstancesOf = (reader: Reader, form: string, record: string, who: Principal) => Promise<InstanceRef[]>
/** For Nest, optional: `{ provide: INSTANCES_OF_RECORD, useValue: instancesOf }` in a global module. */
export const INSTANCES_OF_RECORD = Symbol('instances of a record')

/** Has this principal a task about the record, or did he start its process? Given by the tasks feature; then he may read it beyond his scope. */
export type TakesPart = (reader: Reader, form: string, record: string, who: Principal) => Promise<boolean>
/** For Nest, optional, like INSTANCES_OF_RECORD. */
export const TAKES_PART = Symbol('takes part in a process of a record')

/** A live record that this principal may see; undefined as well when it exists beyond his scope. */
export async function visibleRecord(
  reader: Reader,
  form: PublishedForm,
  id: string,
  who: Principal,
): Promise<StoredRecord | undefined> {
  const record = await readRecord(reader, form, id)
  return record && inScope(rowScope(who, form.id, 'view'), scopeRow(record)) ? record : undefined
}

/** May this principal do it with this record? */
export const may = (who: Principal, action: 'edit' | 'delete' | 'reveal', record: StoredRecord): boolean =>
  can(who, action, record.form) && inScope(rowScope(who, record.form, action), scopeRow(record))

/**
 * A record as it leaves the house: hidden fields gone, personal ones masked. The caller has decided that `who` may see it: by scope, or because
 * he has a task about it, whose `access` then says which fields.
 */
export async function recordInfo(
  reader: Reader,
  form: PublishedForm,
  record: StoredRecord,
  who: Principal,
  more: { access?: AccessMap; instancesOf?: InstancesOf } = {},
): Promise<RecordInfo> {
  const fields = fieldsSeen(form, who, more.access)
  const { values, masked } = maskValues(fields, only(fields, record.values))
  const names = await namesOf(reader, peopleOf(fields, values, record))
  const person = (id: string | null) => (id === null ? null : { id, name: names[id] ?? '' })
  return {
    id: record.id,
    form: form.id,
    version: record.version,
    rev: record.rev,
    values,
    masked,
    title: record.title,
    createdAt: record.createdAt,
    createdBy: person(record.createdBy),
    updatedAt: record.updatedAt,
    updatedBy: person(record.updatedBy),
    owner: person(record.owner),
    source: record.source,
    names,
    can: (['edit', 'delete', 'reveal'] as const).filter(action => may(who, action, record)),
    instances: (await more.instancesOf?.(reader, form.id, record.id, who)) ?? [],
  }
}
