/** An element of bpmn-moddle's tree, as parsed here or as bpmn-js holds it. */
export interface Moddle {
  $type: string
  $parent?: Moddle
  /** Attributes of other namespaces (and unknown ones), with their prefix. */
  $attrs?: Record<string, string>
  /** Elements of other namespaces keep their children here. */
  $children?: Moddle[]
  $body?: string
  id?: string
  get?(name: string): unknown
  [property: string]: unknown
}

export const prop = (element: Moddle, name: string): unknown => (element.get ? element.get(name) : element[name])

export function text(element: Moddle, name: string): string | undefined {
  const value = prop(element, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const list = (element: Moddle, name: string): Moddle[] => {
  const value = prop(element, name)
  return Array.isArray(value) ? (value as Moddle[]) : []
}

export const child = (element: Moddle, name: string): Moddle | undefined => {
  const value = prop(element, name)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Moddle) : undefined
}

/** The first element of this type (prefix:Name, any case of the first letter) among the extension elements. */
export const extension = (element: Moddle, type: string): Moddle | undefined => extensions(element, type)[0]

export const extensions = (element: Moddle, type: string): Moddle[] => {
  const holder = child(element, 'extensionElements')
  return holder ? list(holder, 'values').filter(each => each.$type.toLowerCase() === type.toLowerCase()) : []
}

/** An attribute of another namespace, e.g. camunda:assignee. */
export const foreign = (element: Moddle, name: string): string | undefined => {
  const value = element.$attrs?.[name] ?? (element.get ? undefined : element[name])
  return typeof value === 'string' && value !== '' ? value : undefined
}
