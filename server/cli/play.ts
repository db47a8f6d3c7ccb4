import { readFile } from 'node:fs/promises'
import { problem, type Problem } from '#core/problem'
import { play as playGraph } from '#core/process/play'
import { mainOf } from '#core/process/play-start'
import { readStory } from '#core/process/read-story'
import type { Outcome, Story } from '#core/process/story'
import { evaluateUnconfined } from '#core/rule/evaluate'
import { complain, parseArgs, print, type CliCommand } from './command.js'
import { readDiagram } from './diagram.js'
import { findingLine, problemLine, told } from './problem-line.js'

/** Exit 0: ran, as expected; 1: an expectation failed or a step was refused; 2: the file (or story) is refused; 64: wrong usage. */
export const play: CliCommand = {
  usage: 'FILE.bpmn [STORY.json] [--json]',
  summary: 'Runs a diagram in memory and prints status, trail, waiting, data and problems; with a story, checks it.',
  async run(args) {
    const { flags, words } = parseArgs(args)
    const [file, storyFile] = words
    if (file === undefined || words.length > 2) {
      complain(`usage: formloom play ${this.usage}`)
      return 64
    }
    const json = flags.has('json')
    const { processes, problems } = await readDiagram(file)
    const story = storyFile === undefined ? undefined : await storyFrom(storyFile)
    const refused = [
      ...problems.filter(found => found.severity === 'error'),
      ...(story && 'problems' in story ? story.problems : []),
    ]
    const graph = mainOf(processes)
    if (refused.length > 0 || !graph || (story && 'problems' in story)) {
      const outcome = { status: 'refused', trail: [], waiting: [], joining: [], data: {}, problems: refused.map(told) }
      print(
        json ? JSON.stringify(outcome, null, 2) : refused.map(found => findingLine({ severity: 'error', ...found })).join('\n'),
      )
      return 2
    }
    const outcome = await playGraph(graph, story, { evaluate: evaluateUnconfined, file: processes })
    print(json ? JSON.stringify({ ...outcome, problems: outcome.problems.map(told) }, null, 2) : inWords(outcome))
    return outcome.problems.some(found => found.code === 'EXPECTATION_FAILED') ? 1 : 0
  },
}

async function storyFrom(path: string): Promise<Story | { problems: Problem[] }> {
  try {
    return readStory(JSON.parse(await readFile(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { problems: [problem('STORY_NOT_UNDERSTOOD', path, { expected: 'a JSON file', found: reason })] }
  }
}

function inWords({ status, trail, waiting, joining, data, problems }: Outcome): string {
  const lines = [
    `status   ${status}`,
    `trail    ${trail.length > 60 ? `${trail.slice(0, 60).join(' → ')} … (${trail.length})` : trail.join(' → ')}`,
    ...(waiting.length > 0 ? [`waiting  ${waiting.join(', ')}`] : []),
    ...(joining.length > 0 ? [`joining  ${joining.join(', ')}`] : []),
    `data     ${JSON.stringify(data)}`,
    ...problems.map(problemLine),
  ]
  return lines.join('\n')
}
