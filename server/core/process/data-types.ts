import { problem, type Json, type Problem } from '../problem.js'
import type { DataSpec, DataType } from './graph.js'
import { containerOf, type Run } from './run.js'

/**
 * A data object may say what it holds (BPMN 2.0.2 §10.4.1): VARIABLE_TYPE { name, expected, list } for the first of these values that would be written to one
 * and is something else. Nothing (null) fits everywhere. Decimals of forms are text and count as numbers.
 */
export function wrongType(run: Run, at: string, values: Readonly<Record<string, Json>>): Problem | undefined {
  const chain = run.draft.chain(at)
  for (const [name, value] of Object.entries(values)) {
    const holder = chain.find(({ id }) => run.draft.variables.has(id, name)) ?? chain.at(-1)
    const scope = holder && run.draft.scopes.get(holder.id)
    const spec = scope && containerOf(run, scope)?.data.find(each => each.name === name)
    if (spec && !fits(value, spec)) return problem('VARIABLE_TYPE', spec.id, { name, expected: spec.type, list: spec.list })
  }
  return undefined
}

const fits = (value: Json, { type, list }: Pick<DataSpec, 'type' | 'list'>): boolean =>
  value === null || (list ? Array.isArray(value) && value.every(each => each === null || TYPES[type](each)) : TYPES[type](value))

const TYPES: Record<DataType, (value: Json) => boolean> = {
  any: () => true,
  text: value => typeof value === 'string',
  number: value => typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)),
  boolean: value => typeof value === 'boolean',
  date: value => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)),
  time: value => typeof value === 'string' && value.includes('T') && !Number.isNaN(Date.parse(value)),
  list: value => Array.isArray(value),
  object: value => typeof value === 'object' && value !== null && !Array.isArray(value),
}
