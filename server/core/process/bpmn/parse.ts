// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the web compiles these sources too and must find the declarations
/// <reference path="./parsers.d.ts" />
import { BpmnModdle, type ModdleWarning } from 'bpmn-moddle'
import { problem, type Problem } from '../../problem.js'
import extension from './extension.json' with { type: 'json' }
import type { Moddle } from './moddle.js'
import { linesOf, prescan, type Limits } from './prescan.js'
import { onlyDrawn, resolved } from './references.js'

/**
 * XML → bpmn-moddle's tree, or why not. Every warning of the parser refuses, since it drops or half-reads what it warns about; but for references that are
 * good by the standard, and for shapes of nothing, which are only told.
 */
export async function parse(
  xml: string,
  limits?: Limits,
): Promise<{ definitions: Moddle; warnings: Problem[] } | { problems: Problem[] }> {
  const refused = prescan(xml, limits)
  if (refused) return { problems: [refused] }
  try {
    const { rootElement, elementsById, warnings } = await reader().fromXML(xml)
    const definitions = rootElement as Moddle
    const open = warnings.filter(warning => !resolved(warning, definitions, elementsById as Record<string, Moddle>))
    if (open.length === 0) return { definitions, warnings: [] }
    const lines = linesOf(xml)
    const refused = open.filter(warning => !onlyDrawn(warning))
    if (refused.length > 0) return { problems: refused.map(warning => refusal(warning, lines)) }
    return { definitions, warnings: open.map(warning => shapeOfNothing(warning, lines)) }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { problems: [problem('BPMN_MALFORMED', undefined, located(detail))] }
  }
}

/** The parser takes the script of a global script task for an attribute; by the standard's schema it is an element. */
function reader(): BpmnModdle {
  const moddle = new BpmnModdle({ formloom: extension })
  const script = moddle.registry.typeMap['bpmn:GlobalScriptTask']?.properties.find(({ name }) => name === 'bpmn:script')
  if (script) script.isAttr = false
  return moddle
}

const shapeOfNothing = ({ element, value }: ModdleWarning, lines: Map<string, number>): Problem =>
  problem('SHAPE_OF_NOTHING', element?.id, { value, ...(element?.id === undefined ? {} : { line: lines.get(element.id) }) })

function refusal({ message, element, property, value }: ModdleWarning, lines: Map<string, number>): Problem {
  const id = nearestId(element as Moddle | undefined)
  const line = id === undefined ? {} : { line: lines.get(id) }
  const place = { ...line, property: property?.replace(/^.*:/, '') }
  if (message.startsWith('unresolved reference')) return problem('UNRESOLVED_REFERENCE', id, { ...place, value })
  if (message.startsWith('unknown attribute')) return problem('UNKNOWN_ATTRIBUTE', id, { ...place, value })
  return problem('BPMN_NOT_UNDERSTOOD', id, { ...line, ...located(message) })
}

/** Event definitions and settings often have no id of their own: then the element that they belong to is named. */
function nearestId(element: Moddle | undefined): string | undefined {
  let named = element
  while (named && named.id === undefined) named = named.$parent
  return named?.id
}

/** The parser writes `line: 6` (from 0) into its message. */
function located(message: string): { detail: string; line?: number } {
  const line = /line: (\d+)/.exec(message)
  const nested = /nested error: ([^\n]*)/.exec(message)
  const detail = nested ? nested[1]! : message.split('\n')[0]!
  return line ? { detail, line: Number(line[1]) + 1 } : { detail }
}
