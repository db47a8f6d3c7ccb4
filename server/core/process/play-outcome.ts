import type { Json, Problem } from '../problem.js'
import { isPages } from './loops/pages.js'
import type { StoryWorld } from './play-world.js'
import type { State } from './state.js'
import type { Outcome } from './story.js'

/** What all instances of a world have come to; `refused`: what they did not take of the story. The data of the first instance goes before that of the others. */
export function outcomeOf({ cases, trail: entries, record }: StoryWorld, refused: Problem[]): Outcome {
  const trail = entries.filter(entry => entry.type === 'completed').map(entry => entry.element)
  if (cases.length === 0) return { status: 'repair', trail, waiting: [], joining: [], data: {}, problems: refused }
  const states = cases.map(each => each.state)
  const repairs = states.flatMap(state => state.repairs.map(repair => repair.problem))
  const tokens = states.flatMap(state => state.tokens)
  const joining = tokens.filter(token => token.waits === 'join').map(token => token.node)
  const idle = new Set(states.flatMap(idleAdHoc))
  const waiting = tokens.filter(token => !INSIDE.has(token.waits) || idle.has(token.id)).map(token => token.node)
  const running = states.some(state => state.instance.status === 'running')
  const status = repairs.length > 0 ? 'repair' : running ? 'waiting' : 'completed'
  const data = { ...dataOf(states), ...record, ...dataOf(states.slice(0, 1)) }
  return { status, trail, waiting, joining, data, problems: [...refused, ...repairs] }
}

/** Tokens at ad-hoc sub-processes in which nothing runs: somebody has to begin an activity. */
function idleAdHoc({ tokens, scopes }: State): string[] {
  const busy = new Set(tokens.map(token => token.scope))
  return scopes.flatMap(({ id, kind, token }) => (kind === 'sub-process' && token !== undefined && !busy.has(id) ? [token] : []))
}

/** Tokens that wait for others of their instance, not for somebody or something outside. */
const INSIDE = new Set(['scope', 'join', 'compensation', 'continue', 'spawn'])

const dataOf = (states: readonly State[]): Record<string, Json> => {
  const seen = states.flatMap(state => state.variables.filter(({ scope }) => !isPages(scope)))
  return Object.fromEntries(seen.map(({ name, value }) => [name, value ?? null]))
}
