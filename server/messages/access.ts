import { forbidden } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'

/**
 * The right `send-messages`: a message or a signal from outside reaches every process of the house, whatever its app. Administrators have it; roles will be
 * given it per app, which then bounds the processes that it reaches.
 */
export function mustSend(who: UserPrincipal): void {
  if (!who.admin) throw forbidden('send-messages')
}
