import { problem } from '../../problem.js'
import type { Rule } from './rule.js'

/** Data stores are kept and drawn as references, but carry nothing. */
export const drawnOnly: Rule = context =>
  context.places.flatMap(({ container }) =>
    container.drawn.map(part => problem('DRAWN_ONLY', part.id, { type: part.type, name: part.name })),
  )
