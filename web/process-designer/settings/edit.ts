import { child, extension, list, prop, text, type Moddle } from '#core/process/bpmn/moddle'

/** Properties of one moddle object that change; undefined takes a property away. A list of changes is one step of undo. */
export interface Change {
  target: Moddle
  properties: Record<string, unknown>
}
export type Create = (type: string, attributes?: Record<string, unknown>) => Moddle

/** Creates below a parent, as bpmn-js wants it. */
export function below(create: Create, parent: Moddle, type: string, attributes: Record<string, unknown> = {}): Moddle {
  const given = Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
  const made = create(type, given)
  made.$parent = parent
  return made
}

/**
 * The extension element of `type` gets these attributes; undefined takes the element away. Other extension elements, also those of
 * other tools, stay the very objects that they are.
 */
export function putExtension(
  create: Create,
  owner: Moddle,
  type: string,
  attributes: Record<string, unknown> | undefined,
): Change[] {
  const holder = child(owner, 'extensionElements')
  const now = extension(owner, type)
  if (attributes === undefined) {
    if (!holder || !now) return []
    const rest = list(holder, 'values').filter(each => each !== now)
    return [
      rest.length > 0
        ? { target: holder, properties: { values: rest } }
        : { target: owner, properties: { extensionElements: undefined } },
    ]
  }
  if (now) return [{ target: now, properties: attributes }]
  if (holder) {
    const made = below(create, holder, type, attributes)
    return [{ target: holder, properties: { values: [...list(holder, 'values'), made] } }]
  }
  const fresh = below(create, owner, 'bpmn:ExtensionElements')
  const made = below(create, fresh, type, attributes)
  fresh.values = [made]
  return [{ target: owner, properties: { extensionElements: fresh } }]
}

/** A list inside an extension element (rights, outcomes, params), made anew except for the entries that are still there. */
export function entries<T extends Record<string, unknown>>(
  create: Create,
  parent: Moddle,
  type: string,
  wanted: T[],
  same: (now: Moddle, wanted: T) => boolean,
  present: Moddle[],
): Moddle[] {
  return wanted.map(each => {
    const before = present.find(now => same(now, each))
    const made = below(create, parent, type, each)
    // Attributes of other namespaces stay with their entry.
    if (before?.$attrs) Object.assign((made.$attrs ??= {}), before.$attrs)
    return made
  })
}

export const documentationOf = (owner: Moddle): string => text(list(owner, 'documentation')[0] ?? { $type: '' }, 'text') ?? ''

export function putDocumentation(create: Create, owner: Moddle, words: string): Change[] {
  const [first, ...rest] = list(owner, 'documentation')
  if (words.trim() === '') return [{ target: owner, properties: { documentation: rest } }]
  if (first) return [{ target: first, properties: { text: words } }]
  return [{ target: owner, properties: { documentation: [below(create, owner, 'bpmn:Documentation', { text: words })] } }]
}

/** An expression element such as a condition or a timer's duration. */
export function formal(create: Create, owner: Moddle, property: string, body: string | undefined, language?: string): Change[] {
  if (body === undefined || body === '') return [{ target: owner, properties: { [property]: undefined } }]
  const now = child(owner, property)
  if (now) return [{ target: now, properties: { body, ...(language ? { language } : {}) } }]
  return [{ target: owner, properties: { [property]: below(create, owner, 'bpmn:FormalExpression', { body, language }) } }]
}

/** Text of an attribute, '' where there is none. */
export const word = (owner: Moddle | undefined, name: string): string => (owner && text(owner, name)) ?? ''
export const flag = (owner: Moddle | undefined, name: string): boolean => !!owner && prop(owner, name) === true
