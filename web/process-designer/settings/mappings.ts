import { child, list, type Moddle } from '#core/process/bpmn/moddle'
import { below, word, type Change, type Create } from './edit'

/** What goes into an activity and what comes out of it. An empty value is the variable of the same name. */
export type Direction = 'Input' | 'Output'
export interface MappingDraft {
  name: string
  value: string
}

const isOne = (element: Moddle, direction: Direction): boolean =>
  element.$type.toLowerCase() === `formloom:${direction.toLowerCase()}`

const valuesOf = (owner: Moddle): Moddle[] => list(child(owner, 'extensionElements') ?? { $type: '' }, 'values')

export const readMappings = (owner: Moddle, direction: Direction): MappingDraft[] =>
  valuesOf(owner)
    .filter(each => isOne(each, direction))
    .map(each => ({ name: word(each, 'name'), value: word(each, 'value') }))

/** The mappings of one direction, made anew; everything else in the extension elements stays. */
export function putMappings(create: Create, owner: Moddle, direction: Direction, wanted: MappingDraft[]): Change[] {
  const holder = child(owner, 'extensionElements')
  const values = valuesOf(owner)
  const parent = holder ?? below(create, owner, 'bpmn:ExtensionElements')
  const made = wanted.map(({ name, value }) => {
    const one = below(create, parent, `formloom:${direction}`, { name, value: value || undefined })
    const before = values.find(each => isOne(each, direction) && word(each, 'name') === name)
    if (before?.$attrs) Object.assign((one.$attrs ??= {}), before.$attrs)
    return one
  })
  const next = [...values.filter(each => !isOne(each, direction)), ...made]
  if (next.length === 0) return holder ? [{ target: owner, properties: { extensionElements: undefined } }] : []
  if (holder) return [{ target: holder, properties: { values: next } }]
  parent.values = next
  return [{ target: owner, properties: { extensionElements: parent } }]
}
