import { problem } from '../../problem.js'
import { instantOf } from '../schedule.js'
import type { Rule } from './rule.js'

/** The zone of a process is one that the world knows: an IANA name or an offset. Else every timer of it would stop. */
export const zones: Rule = context =>
  context.places.flatMap(({ container }) =>
    container.zone === undefined || exists(container.zone)
      ? []
      : [problem('ZONE_UNKNOWN', container.id, { zone: container.zone })],
  )

function exists(zone: string): boolean {
  try {
    return instantOf('2026-01-01', zone) !== ''
  } catch {
    return false
  }
}
