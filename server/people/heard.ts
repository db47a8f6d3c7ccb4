import type { LiveEvent } from '../http/api.js'
import type { UserPrincipal } from './principal.js'
import { rowScope } from './rights.js'

/**
 * What somebody may learn from a live event: nothing about records of forms that he may not view, and not which record where he sees some of
 * them only. He then reads again what he shows, through his rights.
 */
export function heard(who: UserPrincipal, event: LiveEvent): LiveEvent | undefined {
  if (event.kind !== 'record' || event.form === undefined) return event
  const scope = rowScope(who, event.form)
  if (scope === 'none') return undefined
  return scope === 'all' ? event : { kind: event.kind, form: event.form }
}
