import { linesOf, type Limits } from './bpmn/prescan.js'
import { parse } from './bpmn/parse.js'
import { toModel } from './bpmn/to-model.js'
import { compile } from './compile.js'
import type { Graph } from './graph.js'
import { lint, type Finding } from './lint/index.js'
import { inclusiveCircle } from './lint/inclusive-circle.js'
import type { Known } from './lint/rule.js'
import { soundness } from './lint/soundness.js'

export type { Finding } from './lint/index.js'
export type { Known } from './lint/rule.js'

export interface Definition {
  /** One graph per process of the file that has elements; empty when any finding is an error. */
  processes: Graph[]
  /** Errors first. */
  problems: Finding[]
}

/**
 * BPMN XML → graphs, or the reasons why not. The only way from a file to something that runs. With `known` (what the house has: fields, roles,
 * rule sets) the process is judged for publishing, without it as a bare file. Costs 5–20 ms for an ordinary diagram, so call it when a
 * version is published or first loaded, never per step. A file from outside belongs into a quarantine with a time limit.
 */
export async function readDefinition(xml: string, known?: Known, limits?: Limits): Promise<Definition> {
  const parsed = await parse(xml, limits)
  if ('problems' in parsed) return { processes: [], problems: parsed.problems.map(found => ({ ...found, severity: 'error' })) }
  const model = toModel(parsed.definitions)
  const problems = lint(model, known)
  for (const found of parsed.warnings) problems.push({ ...found, severity: 'warning' })
  const broken = problems.some(found => found.severity === 'error')
  const processes = broken
    ? []
    : model.processes.filter(process => process.nodes.length > 0).map(process => compile(process, model))
  for (const found of processes.flatMap(graph => [...inclusiveCircle(graph), ...soundness(graph)]))
    problems.push({ ...found, severity: 'warning' })
  return { processes, problems: problems.length === 0 ? problems : withLines(problems, xml) }
}

function withLines(problems: Finding[], xml: string): Finding[] {
  const lines = linesOf(xml)
  return problems.map(found => {
    const line = found.at === undefined ? undefined : lines.get(found.at)
    return line === undefined ? found : { ...found, params: { line, ...found.params } }
  })
}
