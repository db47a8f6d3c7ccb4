import type { Run } from '../run.js'
import { clear, stopScope } from '../scopes.js'
import type { InstanceStatus } from '../state.js'

/** All that is under way ends, without any end event. */
export function stopInstance(run: Run, status: InstanceStatus): void {
  const { draft, command } = run
  const root = draft.scopes.all().find(scope => scope.parent === undefined)
  if (root) {
    clear(run, root.id)
    stopScope(run, root)
  }
  draft.instance.status = status
  draft.instance.endedAt = command.at
}
