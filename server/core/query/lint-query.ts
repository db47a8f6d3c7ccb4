import { problem, type Problem } from '../problem.js'
import type { Form } from '../form/form.js'
import type { ParseContext } from '../form/kind.js'
import { nearest } from '../rule/nearest.js'
import { operandsOf } from './operands.js'
import { systemFields, type Condition, type Query } from './query.js'
import { queryField } from './query-field.js'

const deepest = 8
const mostConditions = 100
const mostSorts = 5
const longestSearch = 100
export const mostPerPage = 200

/**
 * What is wrong with a query, before anything is compiled from it; no problem means that it will run. Paths: "filter.all[1]",
 * "sort[0]". UNKNOWN_FIELD { field, didYouMean }, OPERATOR_NOT_ALLOWED { op, allowed }, NOT_SORTABLE, QUERY_TOO_LARGE,
 * BAD_CONDITION, BAD_PAGE, and what operandsOf says of a value.
 */
export function lintQuery(form: Pick<Form, 'fields'>, query: Query, context: ParseContext): Problem[] {
  const size = { left: mostConditions }
  const problems = query.filter === undefined ? [] : lintCondition(form, query.filter, context, 'filter', 0, size)
  if (query.sort && query.sort.length > mostSorts) problems.push(problem('QUERY_TOO_LARGE', 'sort', { max: mostSorts }))
  for (const [index, { field }] of (query.sort ?? []).entries()) {
    const known = queryField(form, field)
    if (!known) problems.push(unknown(form, field, `sort[${index}]`))
    else if (!known.sortable) problems.push(problem('NOT_SORTABLE', `sort[${index}]`, { field }))
  }
  const { page = 1, pageSize = 1, search = '' } = query
  if (!Number.isInteger(page) || page < 1) problems.push(problem('BAD_PAGE', 'page'))
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > mostPerPage)
    problems.push(problem('BAD_PAGE', 'pageSize', { max: mostPerPage }))
  if (search.length > longestSearch) problems.push(problem('TOO_LONG', 'search', { max: longestSearch }))
  return problems
}

function lintCondition(
  form: Pick<Form, 'fields'>,
  condition: Condition,
  context: ParseContext,
  at: string,
  depth: number,
  size: { left: number },
): Problem[] {
  if (depth > deepest || --size.left < 0) return [problem('QUERY_TOO_LARGE', at, { depth: deepest, conditions: mostConditions })]
  if (typeof condition !== 'object' || condition === null) return [problem('BAD_CONDITION', at)]
  for (const group of ['all', 'any'] as const) {
    const inner = (condition as { [group in 'all' | 'any']?: Condition[] })[group]
    if (inner === undefined) continue
    if (!Array.isArray(inner)) return [problem('BAD_CONDITION', at)]
    // The first that breaks the size ends it: a body of a million conditions is answered with one problem.
    const problems: Problem[] = []
    for (const [index, each] of inner.entries()) {
      problems.push(...lintCondition(form, each, context, `${at}.${group}[${index}]`, depth + 1, size))
      if (size.left < 0) break
    }
    return problems
  }
  const { field, op, value } = condition as Extract<Condition, { field: string }>
  if (typeof field !== 'string') return [problem('BAD_CONDITION', at)]
  const known = queryField(form, field)
  if (!known) return [unknown(form, field, at)]
  if (!known.operators.includes(op)) return [problem('OPERATOR_NOT_ALLOWED', at, { field, op, allowed: known.operators })]
  const read = operandsOf(known.field, op, value, context)
  return 'problem' in read ? [{ ...read.problem, at, params: { ...read.problem.params, field } }] : []
}

const unknown = (form: Pick<Form, 'fields'>, field: string, at: string): Problem =>
  problem('UNKNOWN_FIELD', at, {
    field: field.slice(0, 80),
    didYouMean: field.length > 80 ? undefined : nearest(field, [...form.fields.map(each => each.key), ...systemFields]),
  })
