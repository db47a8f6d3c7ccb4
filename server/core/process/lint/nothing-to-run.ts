import { problem } from '../../problem.js'
import type { Rule } from './rule.js'

/** A file in which no process has an element runs nothing. (Empty pools beside a full one are drawn partners.) */
export const nothingToRun: Rule = ({ model }) =>
  model.processes.some(process => process.nodes.length > 0) ? [] : [problem('NOTHING_TO_RUN', model.processes[0]?.id)]
