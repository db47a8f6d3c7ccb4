import type { Problem } from '../problem.js'
import { startTimer } from './elements/timer-catch.js'
import { subscribe } from './elements/message-events.js'
import type { Node } from './graph.js'
import type { Run } from './run.js'
import type { Token } from './state.js'

/** The boundary events of a waiting activity begin to listen. Those that listen already (a job that is tried again) go on as they are. */
export async function attach(run: Run, token: Token, node: Node): Promise<Problem | undefined> {
  if (node.attached.length === 0) return undefined
  const { draft, graph } = run
  const known = new Set([...draft.timers.of(token.id), ...draft.subscriptions.of(token.id)].map(row => row.element))
  for (const index of node.attached) {
    const boundary = graph.nodes[index]!
    if (known.has(boundary.id)) continue
    const refused =
      boundary.kind === 'timer-boundary'
        ? await startTimer(run, token, boundary)
        : boundary.kind === 'message-boundary'
          ? await subscribe(run, token, boundary)
          : undefined
    if (refused) return refused
  }
  return undefined
}
