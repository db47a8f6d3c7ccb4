import { problem, type Problem } from '../problem.js'
import { references } from '../rule/references.js'
import { formExpressions } from './form-expressions.js'
import type { Form } from './form.js'

/** CIRCLE { path }: fields whose values or visibility wait for each other. Each circle is reported once, at its first field. */
export function lintCircles(form: Pick<Form, 'fields' | 'checks'>): Problem[] {
  const needs = dependencies(form)
  const problems: Problem[] = []
  const done = new Set<string>()
  const walk = (at: string, trail: string[]) => {
    const start = trail.indexOf(at)
    if (start >= 0) problems.push(problem('CIRCLE', at, { path: [...trail.slice(start), at] }))
    if (start >= 0 || done.has(at)) return
    for (const next of needs.get(at) ?? []) walk(next, [...trail, at])
    done.add(at)
  }
  for (const at of needs.keys()) walk(at, [])
  return problems
}

/**
 * Field → the fields it waits for. A cell waits for cells of its row and, by `$parent`, for fields of the form; who reads a
 * subform waits for the cells that it names, or for all of them when it names none.
 */
function dependencies(form: Pick<Form, 'fields' | 'checks'>): Map<string, Set<string>> {
  const needs = new Map<string, Set<string>>()
  const subforms = new Map(form.fields.flatMap(field => (field.kind === 'subform' ? [[field.key, field] as const] : [])))
  const cellsOf = (key: string, named: string | undefined): string[] => {
    const cells = subforms.get(key)?.fields ?? []
    return named === undefined ? cells.map(cell => `${key}.${cell.key}`) : [`${key}.${named}`]
  }
  for (const { source, at, use, rowOf } of formExpressions(form)) {
    const found = use === 'check' || use === 'default' ? [] : references(source)
    if ('code' in found) continue
    const waits = needs.get(at) ?? new Set()
    needs.set(at, waits)
    for (const { root, path } of found) {
      const [key, cell] = path
      if (key === undefined || !['input', 'parent'].includes(root)) continue
      if (root === 'input' && rowOf) waits.add(`${rowOf.key}.${key}`)
      else {
        waits.add(key)
        if (subforms.has(key)) cellsOf(key, cell).forEach(each => waits.add(each))
      }
    }
  }
  return needs
}
