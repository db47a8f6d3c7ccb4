import { complain, parseArgs, print, type CliCommand } from './command.js'
import { readDiagram } from './diagram.js'
import { findingLine, told } from './problem-line.js'

/** Exit 0: nothing, or warnings only; 1: at least one error; 64: wrong usage. */
export const lint: CliCommand = {
  usage: 'FILE.bpmn [--json]',
  summary: 'Says what is wrong with a diagram, one line per problem: code, element, message, mend.',
  async run(args) {
    const { flags, words } = parseArgs(args)
    const [file] = words
    if (file === undefined || words.length > 1) {
      complain(`usage: formloom lint ${this.usage}`)
      return 64
    }
    const { problems } = await readDiagram(file)
    const failed = problems.some(found => found.severity === 'error')
    if (flags.has('json')) print(JSON.stringify({ ok: !failed, problems: problems.map(told) }, null, 2))
    else for (const found of problems) print(findingLine(found))
    return failed ? 1 : 0
  },
}
