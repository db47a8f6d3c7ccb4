import { graphOf } from '../run.js'
import type { EventKind } from './event.js'

/** BPMN 2.0.2 §10.5.5: a throw goes on at the catch of its name in the same scope, as if a flow were drawn. */
export const link: EventKind<'link'> = {
  throw(run, token, node) {
    return node.link === undefined ? undefined : { type: 'jump', to: graphOf(run, token.scope).nodes[node.link]! }
  },
}
