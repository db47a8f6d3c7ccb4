import { asciiLower, foldCase } from './fold-case.js'
import { kindOf } from '#core/form/fields/index'
import type { Field, Form } from '#core/form/form'
import type { Column, ParseContext } from '#core/form/kind'
import { problem, type Problem } from '#core/problem'
import { lintQuery } from '#core/query/lint-query'
import { isList, operandsOf } from '#core/query/operands'
import type { Condition, Query } from '#core/query/query'
import { queryField } from '#core/query/query-field'
import type { Dialect } from '../db/dialect.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { RowScope } from '../people/rights.js'

export interface Sql {
  sql: string
  parameters: unknown[]
}

export interface CompiledQuery {
  where: Sql
  orderBy: string
  limit: number
  offset: number
}

/** Who reads decides what may be asked: hidden fields do not exist for him, personal ones only as whole values. */
export interface Sight {
  scope: RowScope
  /** Fields that the reader may know of. */
  fields: Field[]
  reveal: boolean
}

/** System columns of every form's table, by their name in queries. */
const systemColumns: Record<string, string> = {
  _id: 'id',
  _createdAt: 'created_at',
  _updatedAt: 'updated_at',
  _createdBy: 'created_by',
  _owner: 'owner_id',
  _department: 'department_id',
  _source: 'source',
}

/**
 * core/query → SQL for either database, with the meaning of core/query/matches. Names come from the form's storage map and the list above,
 * values are always bound: no text of the asker becomes SQL. The row scope is ANDed here and nowhere else.
 */
export function compileQuery(
  dialect: Dialect,
  form: PublishedForm,
  query: Query,
  sight: Sight,
  context: ParseContext,
): CompiledQuery | { problems: Problem[] } {
  const seen = { fields: sight.fields }
  const problems = [...lintQuery(seen, query, context), ...(sight.reveal ? [] : lintPersonal(seen, query))]
  if (problems.length > 0) return { problems }
  const compile = compiler(dialect, form, context)
  const parts = [
    scopeSql(compile, sight.scope),
    ...(query.filter ? [compile(query.filter)] : []),
    ...(query.search?.trim() ? [searchSql(dialect, form, sight.fields, query.search, context)] : []),
  ]
  const { page = 1, pageSize = 50 } = query
  return {
    where: joined(parts, ' AND '),
    orderBy: orderSql(dialect, form, query),
    limit: pageSize,
    offset: (page - 1) * pageSize,
  }
}

/** Only the rows that a principal may see. */
const scopeSql = (compile: (condition: Condition) => Sql, scope: RowScope): Sql =>
  scope === 'all' ? { sql: '1 = 1', parameters: [] } : scope === 'none' ? { sql: '1 = 0', parameters: [] } : compile(scope)

/** Comparing and sorting would tell a masked value digit by digit. */
function lintPersonal(form: Pick<Form, 'fields'>, query: Query): Problem[] {
  const personal = new Set(form.fields.filter(field => field.personal).map(field => field.key))
  const refused: string[] = (query.sort ?? []).map(({ field }) => field).filter(field => personal.has(field))
  const walk = (condition: Condition): void => {
    if ('all' in condition) condition.all.forEach(walk)
    else if ('any' in condition) condition.any.forEach(walk)
    else if (personal.has(condition.field) && !['eq', 'ne', 'in', 'notIn', 'empty', 'notEmpty'].includes(condition.op))
      refused.push(condition.field)
  }
  if (query.filter) walk(query.filter)
  return refused.map(field => problem('PERSONAL_FIELD', field))
}

/** Conditions that lintQuery has passed (a row scope is our own). */
function compiler(dialect: Dialect, form: PublishedForm, context: ParseContext): (condition: Condition) => Sql {
  const compile = (condition: Condition): Sql => {
    if ('all' in condition)
      return condition.all.length === 0 ? { sql: '1 = 1', parameters: [] } : joined(condition.all.map(compile), ' AND ')
    if ('any' in condition)
      return condition.any.length === 0 ? { sql: '1 = 0', parameters: [] } : joined(condition.any.map(compile), ' OR ')
    const known = queryField(form.form, condition.field)
    if (!known) throw new Error(`condition on an unknown field ${JSON.stringify(condition.field)}`)
    const { field } = known
    if (field.kind === 'subform') return rowsSql(dialect, form, field.key, condition.op === 'empty')
    const { name, type } = columnOf(dialect, form, field.key)
    if (condition.op === 'empty') return { sql: `${name} IS NULL`, parameters: [] }
    if (condition.op === 'notEmpty') return { sql: `${name} IS NOT NULL`, parameters: [] }
    const read = operandsOf(field, condition.op, condition.value, context)
    if ('problem' in read) throw new Error(`condition that was not checked: ${read.problem.code}`)
    const positive = condition.op === 'ne' ? 'eq' : condition.op === 'notIn' ? 'in' : condition.op
    const held = isList(field)
      ? listSql(dialect, name, positive, read.operands)
      : plainSql(dialect, name, type, positive, read.operands)
    return positive === condition.op ? held : { sql: `(${name} IS NULL OR NOT ${held.sql})`, parameters: held.parameters }
  }
  return compile
}

function columnOf(dialect: Dialect, form: PublishedForm, key: string): { name: string; type: Column } {
  if (Object.hasOwn(systemColumns, key))
    return { name: dialect.quote(systemColumns[key]!), type: { suffix: '', type: 'varchar' } }
  const stored = Object.hasOwn(form.storage.fields, key) ? form.storage.fields[key] : undefined
  if (!stored) throw new Error(`no column for ${JSON.stringify(key)}`)
  return { name: dialect.quote(stored.column), type: stored.type }
}

function listSql(dialect: Dialect, name: string, op: string, operands: string[]): Sql {
  const distinct = [...new Set(operands)]
  const has = dialect.listHas(name)
  if (op !== 'eq') return { sql: `(${distinct.map(() => has).join(' OR ')})`, parameters: distinct }
  return {
    sql: `(${dialect.listLength(name)} = ${distinct.length} AND ${distinct.map(() => has).join(' AND ')})`,
    parameters: distinct,
  }
}

function plainSql(dialect: Dialect, name: string, type: Column, op: string, operands: string[]): Sql {
  if (op === 'contains') return { sql: `(INSTR(LOWER(${name}), LOWER(?)) > 0)`, parameters: [asciiLower(operands[0]!)] }
  const marks = operands.map(each => dialect.operand(type, each))
  const parameters = marks.map(each => each.bound)
  if (op === 'between') return { sql: `(${name} BETWEEN ${marks[0]!.sql} AND ${marks[1]!.sql})`, parameters }
  if (op === 'in')
    return operands.length === 0
      ? { sql: '(1 = 0)', parameters }
      : { sql: `(${name} IN (${marks.map(each => each.sql).join(', ')}))`, parameters }
  const sign = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' }[op]
  if (!sign) throw new Error(`no SQL for operator ${JSON.stringify(op)}`)
  return { sql: `(${name} ${sign} ${marks[0]!.sql})`, parameters }
}

function rowsSql(dialect: Dialect, form: PublishedForm, key: string, empty: boolean): Sql {
  const child = dialect.quote(form.storage.subforms[key]!.table)
  const own = `${dialect.quote(form.storage.table)}.id`
  return { sql: `${empty ? 'NOT ' : ''}EXISTS (SELECT 1 FROM ${child} WHERE ${child}.record_id = ${own})`, parameters: [] }
}

/** Every word somewhere in the search text, or the whole as the exact value of a personal phone, address or name. */
function searchSql(dialect: Dialect, form: PublishedForm, fields: Field[], search: string, context: ParseContext): Sql {
  const words = foldCase(search.trim()).split(/\s+/).slice(0, 8)
  const found = joined(
    words.map(word => ({ sql: 'INSTR(search, ?) > 0', parameters: [word] })),
    ' AND ',
  )
  const exact = fields
    .filter(field => field.personal && ['phone', 'email', 'text'].includes(field.kind))
    .flatMap((field): Sql[] => {
      const read = kindOf(field).parse(field, search, context)
      const stored = form.storage.fields[field.key]
      if ('problems' in read || read.value === undefined || !stored) return []
      return [{ sql: `${dialect.quote(stored.column)} = ?`, parameters: [dialect.bind(stored.type, read.value)] }]
    })
  return joined([found, ...exact], ' OR ')
}

/** Newest first unless asked otherwise; empty values stand last both ways; the id makes every order total, so that pages never overlap. */
function orderSql(dialect: Dialect, form: PublishedForm, query: Query): string {
  const asked = (query.sort ?? []).map(({ field, descending }) => {
    const { name } = columnOf(dialect, form, field)
    return `${name} IS NULL, ${name} ${descending ? 'DESC' : 'ASC'}`
  })
  return [...asked, ...(asked.length > 0 ? [] : ['created_at DESC']), 'id DESC'].join(', ')
}

const joined = (parts: Sql[], by: string): Sql => ({
  sql: `(${parts.map(part => part.sql).join(by)})`,
  parameters: parts.flatMap(part => part.parameters),
})
