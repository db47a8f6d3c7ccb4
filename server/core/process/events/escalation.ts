import { occur } from '../moves.js'
import { note } from '../run.js'
import { trigger } from '../scopes.js'
import { catcherOf } from '../trouble.js'
import type { EventKind } from './event.js'

/**
 * BPMN 2.0.2 §10.5.5, §13.5.3: goes outwards like an error, but its catcher may leave the thrower running. One that nobody catches is noted
 * in the trail and the thrower goes on.
 */
export const escalation: EventKind<'escalation'> = {
  async throw(run, token, node, { code }) {
    const caught = catcherOf(run, token, 'escalation', code ?? '')
    if (!caught) note(run, 'uncaught', node.id, token, { escalation: code ?? null })
    else if ('boundary' in caught) await occur(run, caught.host, caught.boundary)
    else await trigger(run, caught.scope, caught.start)
    return undefined
  },
}
