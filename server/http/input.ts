import { Body, Query, type PipeTransform } from '@nestjs/common'
import 'reflect-metadata'
import type { z } from 'zod'
import { problem, type Problem } from '#core/problem'
import { Refusal } from './refusal.js'

const SCHEMA = 'formloom:schema'
/** Told at once; a hostile body may hold a million unknown keys. */
const mostProblems = 50

/** `@Input(NewApp) app: NewApp`: the body, checked by the schema of the feature's x.api.ts. */
export const Input = (schema: z.ZodType): ParameterDecorator => decorated(schema, 'body')

/** `@Asked(ListQuery) asked: ListQuery`: the query string, checked. Its values are strings: use z.coerce for numbers. */
export const Asked = (schema: z.ZodType): ParameterDecorator => decorated(schema, 'query')

/** The schema of a route's body or query, for openapi.json. */
export const schemaOf = (handler: object, part: 'body' | 'query'): z.ZodType | undefined =>
  Reflect.getMetadata(`${SCHEMA}:${part}`, handler) as z.ZodType | undefined

function decorated(schema: z.ZodType, part: 'body' | 'query'): ParameterDecorator {
  return (target, key, index) => {
    Reflect.defineMetadata(`${SCHEMA}:${part}`, schema, (target as Record<PropertyKey, object>)[key!]!)
    const from = part === 'body' ? Body : Query
    from(new SchemaPipe(schema))(target, key, index)
  }
}

/** Turns the answers of zod into problems with our codes. */
export class SchemaPipe implements PipeTransform {
  constructor(private readonly schema: z.ZodType) {}

  transform(value: unknown): unknown {
    const result = this.schema.safeParse(value ?? {}, { reportInput: true })
    if (result.success) return result.data
    const problems = result.error.issues.flatMap(problemsOf).slice(0, mostProblems)
    const unknown = problems.every(p => p.code === 'UNKNOWN_KEY')
    throw new Refusal(400, unknown ? 'UNKNOWN_KEY' : 'VALIDATION', problems)
  }
}

function problemsOf(issue: z.core.$ZodIssue): Problem[] {
  const at = pathOf(issue.path)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => problem('UNKNOWN_KEY', pathOf([...issue.path, key])))
    case 'too_small':
      return [
        issue.origin === 'string' && issue.minimum === 1
          ? problem('REQUIRED', at)
          : problem('TOO_SMALL', at, { min: Number(issue.minimum), of: issue.origin }),
      ]
    case 'too_big':
      return [problem('TOO_BIG', at, { max: Number(issue.maximum), of: issue.origin })]
    case 'invalid_type':
      return [issue.input === undefined ? problem('REQUIRED', at) : problem('WRONG_TYPE', at, { expected: issue.expected })]
    case 'invalid_value':
      return [problem('NOT_AN_OPTION', at, { options: issue.values.map(String) })]
    case 'invalid_format':
      return [problem('WRONG_FORMAT', at, { format: issue.format })]
    default:
      return [problem('NOT_VALID', at)]
  }
}

/** ["a", 0, "b"] → "a[0].b" */
const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i === 0 ? String(part) : `.${String(part)}`)).join('')
