import type { Problem } from '../../problem.js'
import type { DataSpec, DataType, Mapping } from '../graph.js'
import { expressionOf } from './expression-of.js'
import { dataName, quoted } from './loop-of.js'
import { child, extensions, list, prop, text, type Moddle } from './moddle.js'

const TYPES: [RegExp, DataType][] = [
  [/boolean/i, 'boolean'],
  [/decimal|double|float|int|long|number|short|byte/i, 'number'],
  [/datetime|instant|timestamp/i, 'time'],
  [/date/i, 'date'],
  [/string|text/i, 'text'],
  [/list|array/i, 'list'],
  [/object|json|map/i, 'object'],
]

/** Data objects of a container as the variables they declare (BPMN 2.0.2 §10.4.1); a reference lends its name to a nameless object. */
export function dataOf(parts: readonly Moddle[]): DataSpec[] {
  const objects = parts.filter(part => part.$type === 'bpmn:DataObject')
  const references = parts.filter(part => part.$type === 'bpmn:DataObjectReference')
  return objects.map(object => {
    const reference = references.find(each => child(each, 'dataObjectRef')?.id === object.id)
    const item = child(object, 'itemSubjectRef')
    const written = text(object, 'formloom:type') ?? (item && (text(item, 'structureRef') ?? child(item, 'structureRef')?.id))
    const value = text(object, 'formloom:value')
    return {
      id: object.id ?? '',
      name: text(object, 'name') ?? (reference && text(reference, 'name')) ?? object.id ?? '',
      type: (written && TYPES.find(([pattern]) => pattern.test(written))?.[1]) || 'any',
      list: prop(object, 'isCollection') === true || (item !== undefined && prop(item, 'isCollection') === true),
      ...(value === undefined ? {} : { value }),
    }
  })
}

/**
 * Mappings of an activity: formloom:input and formloom:output, and the data associations of the standard that name both ends (§10.4.2);
 * an association that is only drawn carries nothing.
 */
export function mappingsOf(
  element: Moddle,
  id: string,
  problems: Problem[],
  others: { inputs: Mapping[]; outputs: Mapping[] },
): { inputs?: Mapping[]; outputs?: Mapping[] } {
  const own = (type: string): Mapping[] =>
    extensions(element, type).flatMap(each => {
      const name = text(each, 'name')
      return name ? [{ name, value: text(each, 'value') ?? quoted(name)! }] : []
    })
  const inputs = [
    ...own('formloom:Input'),
    ...others.inputs,
    ...list(element, 'dataInputAssociations').flatMap(each => associated(each, id, problems)),
  ]
  const outputs = [
    ...own('formloom:Output'),
    ...others.outputs,
    ...list(element, 'dataOutputAssociations').flatMap(each => associated(each, id, problems)),
  ]
  return { ...(inputs.length > 0 ? { inputs } : {}), ...(outputs.length > 0 ? { outputs } : {}) }
}

function associated(association: Moddle, id: string, problems: Problem[]): Mapping[] {
  const assignments = list(association, 'assignment').flatMap(each => {
    const from = expressionOf(each, 'from', id, problems)
    const to = child(each, 'to')
    const name = to && text(to, 'body')?.trim()
    return from !== undefined && name ? [{ name, value: from }] : []
  })
  if (assignments.length > 0) return assignments
  const [source] = list(association, 'sourceRef')
  const target = child(association, 'targetRef')
  if (!target || target.$type === 'bpmn:Property') return []
  const value = expressionOf(association, 'transformation', id, problems) ?? (source && quoted(dataName(source)))
  const name = dataName(target)
  return value !== undefined && name !== '' && source?.$type !== 'bpmn:Property' ? [{ name, value }] : []
}
