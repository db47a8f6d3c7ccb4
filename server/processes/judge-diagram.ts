import { prescan } from '#core/process/bpmn/prescan'
import { mainOf } from '#core/process/play-start'
import { readDefinition, type Finding, type Known } from '#core/process/read-definition'
import type { Graph } from '#core/process/graph'
import type { Fields } from '#core/rule/check-references'
import { compiledEntry } from '../quarantine/compiled-entry.js'
import { runInQuarantine } from '../quarantine/run-in-quarantine.js'

/** What the app has, as a diagram may name it: forms by key with what expressions may read, keys of roles, ids of departments, rule sets. */
export type House = Omit<Known, 'fields' | 'forms'> & { forms: Record<string, Fields> }

export interface Judgement {
  problems: Finding[]
  /** Absent while there are errors. */
  graph?: Graph
  /** All processes of the file; empty while there are errors. */
  file: Graph[]
}

/** Bytes up to which the parser's worst case (it grows with the square) stays below about 100 ms. */
const SMALL = 48 * 1024
const LIMITS = { milliseconds: 2_000, megabytes: 256 }

/**
 * A diagram from outside → its graph, or why not. A linear scan goes first; a large file is then read in a child that is killed when it takes
 * longer than 2 s, and only one that got through is read here.
 */
export async function judgeDiagram(xml: string, house?: House): Promise<Judgement> {
  const fault = prescan(xml)
  if (fault) return { problems: [{ ...fault, severity: 'error' }], file: [] }
  if (Buffer.byteLength(xml) > SMALL) {
    const tried = await runInQuarantine(compiledEntry('processes/judge-child.js'), JSON.stringify([xml, house]), LIMITS)
    if ('failed' in tried)
      return { problems: [{ code: 'BPMN_TOO_HARD', severity: 'error', params: { milliseconds: LIMITS.milliseconds } }], file: [] }
    const problems = JSON.parse(tried.answer) as Finding[]
    if (problems.some(each => each.severity === 'error')) return { problems, file: [] }
  }
  return read(xml, house)
}

/** Without quarantine: what the child does. */
export async function read(xml: string, house?: House): Promise<Judgement> {
  const { processes, problems } = await readDefinition(xml, house && knownFor(xml, house))
  const graph = mainOf(processes)
  return { problems, file: processes, ...(graph ? { graph } : {}) }
}

/** Expressions may read the fields of the form that starts the process. It is looked for in the text, since the file may not compile yet. */
function knownFor(xml: string, house: House): Known {
  const key = /[Ff]ormTrigger\b[^>]*?\sform="([^"]+)"/.exec(xml)?.[1]
  const fields = key === undefined ? undefined : house.forms[key]
  const forms = Object.fromEntries(Object.entries(house.forms).map(([form, its]) => [form, Object.keys(its)]))
  return { ...house, forms, ...(fields ? { fields } : {}) }
}
