// eslint-disable-next-line @typescript-eslint/triple-slash-reference -- the web compiles these sources too and must find the declarations
/// <reference path="./parsers.d.ts" />
import { BpmnModdle, type ModdleWarning } from 'bpmn-moddle'
import { problem, type Problem } from '../../problem.js'
import extension from './extension.json' with { type: 'json' }
import type { Moddle } from './moddle.js'
import { linesOf, prescan } from './prescan.js'

/** XML → bpmn-moddle's tree, or why not. Every warning of the parser refuses: it drops or half-reads what it warns about. */
export async function parse(xml: string): Promise<{ definitions: Moddle } | { problems: Problem[] }> {
  const refused = prescan(xml)
  if (refused) return { problems: [refused] }
  try {
    const { rootElement, warnings } = await new BpmnModdle({ formloom: extension }).fromXML(xml)
    if (warnings.length === 0) return { definitions: rootElement as Moddle }
    const lines = linesOf(xml)
    return { problems: warnings.map(warning => refusal(warning, lines)) }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { problems: [problem('BPMN_MALFORMED', undefined, located(detail))] }
  }
}

function refusal({ message, element, property, value }: ModdleWarning, lines: Map<string, number>): Problem {
  const id = element?.id
  const line = id === undefined ? {} : { line: lines.get(id) }
  const place = { ...line, property: property?.replace(/^.*:/, '') }
  if (message.startsWith('unresolved reference')) return problem('UNRESOLVED_REFERENCE', id, { ...place, value })
  if (message.startsWith('unknown attribute')) return problem('UNKNOWN_ATTRIBUTE', id, { ...place, value })
  return problem('BPMN_NOT_UNDERSTOOD', id, { ...line, ...located(message) })
}

/** The parser writes `line: 6` (from 0) into its message. */
function located(message: string): { detail: string; line?: number } {
  const line = /line: (\d+)/.exec(message)
  const nested = /nested error: ([^\n]*)/.exec(message)
  const detail = nested ? nested[1]! : message.split('\n')[0]!
  return line ? { detail, line: Number(line[1]) + 1 } : { detail }
}
