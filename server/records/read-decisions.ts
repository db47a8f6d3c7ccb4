import type { Json } from '#core/problem'
import type { Decision, Fact } from '#core/rule/rule-set'
import type { Reader } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { namesOf, peopleIn } from './known-ids.js'
import { maskValues, only } from './mask.js'
import type { StoredRecord } from './record.js'
import type { DecisionInfo } from './records.api.js'
import { fieldsSeen } from './sight.js'

/** Why the record's fields are what they are: the newest decision about each. Personal inputs are masked, hidden fields left out. */
export async function readDecisions(
  reader: Reader,
  form: PublishedForm,
  record: StoredRecord,
  who: Principal,
): Promise<DecisionInfo[]> {
  const rows = await reader.query<{ at: string; decision: string; target: string }>(
    'SELECT target, at, decision FROM record_decisions WHERE record = ? AND form = ? ORDER BY id DESC',
    [record.id, form.id],
  )
  const seen = new Map(fieldsSeen(form, who).map(field => [field.key, field]))
  const newest = rows.filter(
    (row, index) => rows.findIndex(other => other.target === row.target) === index && seen.has(row.target),
  )
  const secret = (key: string): boolean => {
    const field = seen.get(key.replace(/^\$previous\./, ''))
    return form.form.fields.some(each => each.key === key.replace(/^\$previous\./, '')) && (!field || field.personal === true)
  }
  const shown = [...seen.values()]
  const names = await namesOf(reader, peopleIn(shown, maskValues(shown, only(shown, record.values)).values))
  // written in the order of the rules, read from the newest back
  return newest.reverse().map(({ at, decision }) => ({ ...masked(JSON.parse(decision) as Decision, secret), at, names }))
}

function masked(decision: Decision, secret: (field: string) => boolean): Decision {
  const fact = (each: Fact): Fact =>
    each.field !== undefined && secret(each.field) && each.actual !== undefined ? { ...each, actual: '***' } : each
  const inputs = Object.fromEntries(
    Object.entries(decision.inputs).map(([key, value]): [string, Json] => [key, secret(key) && value !== null ? '***' : value]),
  )
  return {
    ...decision,
    inputs,
    facts: decision.facts.map(fact),
    ...(decision.rejected ? { rejected: decision.rejected.map(each => ({ ...each, facts: each.facts.map(fact) })) } : {}),
  }
}
