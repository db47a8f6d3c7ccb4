import type { Dialect } from '../db/dialect.js'
import { oneOf } from '../db/write-rows.js'
import type { Filter } from './operations.api.js'

/** A condition with its parameters. */
export interface Where {
  sql: string
  with: unknown[]
}

/** Without any condition it would be everything there is, which nobody asks for by leaving something out. */
export const isEmpty = (filter: Filter): boolean => Object.values(filter).every(value => value === undefined)

/** The code of a repair's problem. */
export const codeSql = ({ name }: Dialect): string =>
  name === 'sqlite' ? "JSON_EXTRACT(r.problem, '$.code')" : "JSON_UNQUOTE(JSON_EXTRACT(r.problem, '$.code'))"

/** Rows of `instances i` that fit. Their status is the caller's: each is looked through by itself, in the order of the index. */
export function instancesWhere(filter: Filter, dialect: Dialect): Where {
  const parts = aboutInstance(filter)
  if (filter.element !== undefined)
    parts.push(['EXISTS (SELECT 1 FROM tokens t WHERE t.instance_id = i.id AND t.node = ?)', filter.element])
  const repair = aboutRepair(filter, dialect)
  if (repair.length > 0) {
    const { sql, with: values } = together(repair)
    parts.push([`EXISTS (SELECT 1 FROM repairs r WHERE r.instance_id = i.id AND ${sql})`, ...values])
  }
  return together(parts)
}

/** Rows of `repairs r JOIN instances i` that fit. */
export function repairsWhere(filter: Filter, dialect: Dialect): Where {
  const parts = [...aboutInstance(filter), ...aboutRepair(filter, dialect)]
  if (filter.element !== undefined) parts.push(['r.element = ?', filter.element])
  return together(parts)
}

type Part = [sql: string, ...values: unknown[]]

const together = (parts: Part[]): Where => ({
  sql: parts.length === 0 ? '1 = 1' : parts.map(([sql]) => sql).join(' AND '),
  with: parts.flatMap(([, ...values]) => values),
})

function aboutInstance(filter: Filter): Part[] {
  const parts: Part[] = []
  if (filter.process !== undefined) parts.push(['i.process_id = ?', filter.process])
  // with the process, whose index then serves
  if (filter.definition !== undefined)
    parts.push(
      ['i.process_id = (SELECT v.process_id FROM process_versions v WHERE v.id = ?)', filter.definition],
      ['i.definition = ?', filter.definition],
    )
  if (filter.form !== undefined) parts.push(['i.record_form = ?', filter.form])
  if (filter.startedBefore !== undefined) parts.push(['i.started_at < ?', filter.startedBefore])
  if (filter.startedAfter !== undefined) parts.push(['i.started_at > ?', filter.startedAfter])
  if (filter.endedBefore !== undefined) parts.push(['i.ended_at < ?', filter.endedBefore])
  if (filter.ids !== undefined) parts.push([`i.id ${oneOf(filter.ids.length)}`, ...filter.ids])
  return parts
}

function aboutRepair(filter: Filter, dialect: Dialect): Part[] {
  const parts: Part[] = []
  if (filter.code !== undefined) parts.push([`${codeSql(dialect)} = ?`, filter.code])
  if (filter.raisedBefore !== undefined) parts.push(['r.at < ?', filter.raisedBefore])
  if (filter.raisedAfter !== undefined) parts.push(['r.at > ?', filter.raisedAfter])
  return parts
}
