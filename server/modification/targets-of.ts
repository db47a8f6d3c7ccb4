import { nodeIn } from '#core/process/run'
import { returnTargets } from '#core/process/return/targets'
import type { Graph } from '#core/process/graph'
import { Draft } from '#core/process/state/draft'
import { problem, type Problem } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { loadState } from '../instances/load-state.js'
import { publishedProcess } from '../processes/published-process.js'
import type { AskTargets, ReturnTargets } from './modification.api.js'

/** Where a task, or any token, can be returned to. NO_SUCH_INSTANCE, TASK_NOT_OPEN, NO_SUCH_TOKEN. */
export async function targetsOf(
  read: Reader,
  instance: string,
  { task, token }: AskTargets,
): Promise<ReturnTargets | { problem: Problem }> {
  const loaded = await loadState(read, instance)
  if (!loaded) return { problem: problem('NO_SUCH_INSTANCE', instance) }
  const draft = new Draft(loaded.state)
  const asked = task === undefined ? undefined : draft.tasks.get(task)
  if (task !== undefined && !asked) return { problem: problem('TASK_NOT_OPEN', task) }
  const found = draft.tokens.get(asked?.token ?? token ?? '')
  if (!found) return { problem: problem('NO_SUCH_TOKEN', token) }
  const graphs = new Map<string, Graph>()
  for (const { definition } of loaded.state.scopes)
    if (definition !== undefined) graphs.set(definition, (await publishedProcess(read, definition)).graph)
  const look = { graph: loaded.published.graph, graphs, draft }
  const done = await read.query<{ scope: string; element: string }>(
    `SELECT DISTINCT scope, element FROM tasks WHERE instance_id = ? AND status <> 'open'
     UNION SELECT DISTINCT scope, element FROM approvals WHERE instance_id = ? AND live = 0`,
    [instance, instance],
  )
  const visited = (scope: string | undefined, element: string): boolean =>
    done.some(each => each.element === element && (scope === undefined || each.scope === scope))
  const { id, name } = nodeIn(look, found.scope, found.node)
  return { from: { element: id, name }, targets: await returnTargets(look, found, visited) }
}
