import { wrongType } from '../data-types.js'
import { note, setVariables } from '../run.js'
import { complete, moving } from '../moves.js'
import { openScope } from '../scopes.js'
import { startPlaces } from '../starts.js'
import type { Handler } from './index.js'

export const start: Handler<'start'> = async (run, command) => {
  const { graph } = run
  const places = startPlaces(graph, command)
  if ('problem' in places) return places.problem
  const opened = await openScope(run, { kind: 'process', element: graph.process })
  if ('problem' in opened) return opened.problem
  const { id } = opened.scope
  const wrong = wrongType(run, id, command.data ?? {})
  if (wrong) return wrong
  setVariables(run, id, command.data ?? {})
  for (const node of places.begin) moving(run, id, node)
  // what came first is done at once; a parallel event gateway waits for its other events in the same instance
  for (const node of places.happened) {
    const token = moving(run, id, node)
    run.queue.pop()
    note(run, 'entered', node.id, token)
    await complete(run, token, node)
  }
  return undefined
}
