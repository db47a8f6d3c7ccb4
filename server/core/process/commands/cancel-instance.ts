import { cancel } from '../cancel.js'
import type { Handler } from './index.js'

export const cancelInstance: Handler<'cancel'> = (run, command) => {
  const { draft } = run
  const root = draft.scopes.all().find(scope => scope.parent === undefined)
  if (root) for (const token of draft.tokens.of(root.id)) cancel(run, token)
  draft.instance.status = 'cancelled'
  draft.instance.endedAt = command.at
  return undefined
}
