import type { Field, Values } from '#core/form/form'
import type { Problem } from '#core/problem'
import type { Query } from '#core/query/query'
import type { Reader } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { compileQuery } from './compile-query.js'
import { namesOf, peopleIn } from './known-ids.js'
import { maskValues, only } from './mask.js'
import { recordOf, type RawRow } from './read-record.js'
import type { StoredRecord } from './record.js'
import type { RecordPage, RecordRow } from './records.api.js'
import { sightOf } from './sight.js'

/** One page of the records that somebody may see. Problems: lintQuery's, PERSONAL_FIELD. Rows come without their subforms. */
export async function listRecords(
  reader: Reader,
  form: PublishedForm,
  query: Query,
  who: Principal,
  at: string,
): Promise<RecordPage | { problems: Problem[] }> {
  const sight = sightOf(form, who)
  const { dialect } = reader
  const compiled = compileQuery(dialect, form, query, sight, { at, zone: form.form.settings?.zone ?? 'Asia/Shanghai' })
  if ('problems' in compiled) return compiled
  const { where, orderBy, limit, offset } = compiled
  const table = dialect.quote(form.storage.table)
  const [count] = await reader.query<{ n: number | string }>(
    `SELECT COUNT(*) AS n FROM ${table} WHERE ${where.sql}`,
    where.parameters,
  )
  const total = Number(count!.n)
  const rows =
    total > offset
      ? await reader.query<RawRow>(
          `SELECT * FROM ${table} WHERE ${where.sql} ORDER BY ${orderBy} LIMIT ${limit} OFFSET ${offset}`,
          where.parameters,
        )
      : []
  const records = rows
    .map(row => recordOf(dialect, form, row))
    .map(record => ({ ...record, ...maskValues(sight.fields, only(sight.fields, record.values)) }))
  const names = await namesOf(
    reader,
    records.flatMap(record => peopleOf(sight.fields, record.values, record)),
  )
  const items = records.map((record): RecordRow => {
    const { values, masked } = record
    const person = (id: string | null) => (id === null ? null : { id, name: names[id] ?? '' })
    const { id, rev, title, createdAt, updatedAt } = record
    return {
      id,
      rev,
      title,
      createdAt,
      updatedAt,
      values,
      masked,
      owner: person(record.owner),
      createdBy: person(record.createdBy),
    }
  })
  return { items, total, page: query.page ?? 1, pageSize: limit, names }
}

/** Everybody who is named by what is shown of a record: who stands in a hidden or masked field is not. */
export function peopleOf(fields: Field[], shown: Values, record: StoredRecord): { kind: 'member' | 'department'; id: string }[] {
  const persons = [record.owner, record.createdBy, record.updatedBy].filter(id => id !== null)
  return [...peopleIn(fields, shown), ...persons.map(id => ({ kind: 'member' as const, id }))]
}
