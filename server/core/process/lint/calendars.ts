import { problem, type Problem } from '../../problem.js'
import { nearest } from '../../rule/nearest.js'
import { NO_CALENDAR } from '../calendar-for.js'
import type { Context, Rule } from './rule.js'

/** At publish a calendar of working time that is named exists. */
export const calendarsExist: Rule = context => {
  const known = context.known?.calendars
  if (!known) return []
  return named(context).flatMap(({ at, name }): Problem[] =>
    known[name] ? [] : [problem('CALENDAR_UNKNOWN', at, { name, didYouMean: nearest(name, Object.keys(known)) })],
  )
}

/** Without the holidays of a year its days count as ordinary ones. Said once for each calendar, where it is named first. */
export const calendarYears: Rule = context => {
  const said = new Set<string>()
  return named(context).flatMap(({ at, name }): Problem[] => {
    const missing = context.known?.calendars?.[name]?.missingYears ?? []
    if (missing.length === 0 || said.has(name)) return []
    said.add(name)
    return [problem('CALENDAR_YEAR_MISSING', at, { name, years: missing.join(', ') })]
  })
}

function named({ places }: Context): { at: string; name: string }[] {
  const found = places.flatMap(({ container }) => [
    { at: container.id, name: container.calendar },
    ...container.nodes.flatMap(({ id, settings, events }) =>
      [settings.calendar, ...events.map(event => event.timer?.calendar)].map(name => ({ at: id, name })),
    ),
  ])
  return found.filter((each): each is { at: string; name: string } => each.name !== undefined && each.name !== NO_CALENDAR)
}
