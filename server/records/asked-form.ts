import type { Reader } from '../db/transaction.js'
import { publishedForm, type PublishedForm } from '../forms/published-form.js'
import { refuse } from '../http/refusal.js'
import { forbidden } from '../people/access.js'
import type { Principal } from '../people/principal.js'
import { actionsOn, can, type Action } from '../people/rights.js'

/** The form that a route names, when this principal may do this with it: else 404 NO_SUCH_FORM (nothing at all) or 403 (not this). */
export async function askedForm(reader: Reader, id: string, who: Principal, ...oneOf: Action[]): Promise<PublishedForm> {
  const form = await publishedForm(reader, id)
  if (!form || (actionsOn(who, id).length === 0 && who.type !== 'system')) refuse(404, 'NO_SUCH_FORM')
  if (!oneOf.some(action => can(who, action, id))) throw forbidden(oneOf[0]!)
  return form
}
