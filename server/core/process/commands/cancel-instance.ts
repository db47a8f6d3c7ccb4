import { clear, stopScope } from '../scopes.js'
import type { Handler } from './index.js'

export const cancelInstance: Handler<'cancel'> = (run, command) => {
  const { draft } = run
  const root = draft.scopes.all().find(scope => scope.parent === undefined)
  if (root) {
    clear(run, root.id)
    stopScope(run, root)
  }
  draft.instance.status = 'cancelled'
  draft.instance.endedAt = command.at
  return undefined
}
