import type { Json } from '#core/problem'

export interface Way {
  id: string
  name: string
  /** Name of the element that it leads to. */
  target: string
}

/** The flows that leave an element, in the order of the file. Read from the diagram that is shown. */
export function waysOut(xml: string, element: string): Way[] {
  const file = new DOMParser().parseFromString(xml, 'application/xml')
  const named = (id: string | null): string =>
    [...file.getElementsByTagNameNS('*', '*')].find(each => each.getAttribute('id') === id)?.getAttribute('name') ?? ''
  return [...file.getElementsByTagNameNS('*', 'sequenceFlow')]
    .filter(flow => flow.getAttribute('sourceRef') === element)
    .map(flow => ({
      id: flow.getAttribute('id') ?? '',
      name: flow.getAttribute('name') ?? '',
      target: named(flow.getAttribute('targetRef')),
    }))
}

/** Typed names and values → variables. A value that reads as JSON is that (12, true, {"a":1}), else it is text. Rows without a name are left out. */
export function readResult(rows: readonly { name: string; value: string }[]): Record<string, Json> {
  return Object.fromEntries(rows.filter(row => row.name.trim()).map(row => [row.name.trim(), readValue(row.value)]))
}

function readValue(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
