import { moving } from '../moves.js'
import { setVariables } from '../run.js'
import { startNodes } from '../starts.js'
import type { Handler } from './index.js'

export const start: Handler<'start'> = (run, command) => {
  const { draft, graph } = run
  const nodes = startNodes(graph, command)
  if ('problem' in nodes) return nodes.problem
  const scope = draft.scopes.insert({ id: draft.nextId(), element: graph.process, startedAt: command.at, rounds: {} })
  setVariables(run, scope.id, command.data ?? {})
  for (const node of nodes) moving(run, scope.id, node)
  return undefined
}
