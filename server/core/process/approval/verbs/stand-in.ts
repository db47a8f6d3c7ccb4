/** Somebody is away from `from` until before `until` (UTC, ISO); `to` stands in. Without `processes` for everything. */
export interface Absence {
  user: string
  to: string
  from: string
  until: string
  processes?: string[]
}

/**
 * 外出委托: who acts for `user` at a time. Follows stand-ins who are away themselves; a circle, or a chain that leads back to somebody whom it passed, leaves it
 * with the person himself: nobody in the circle is there, and he is the one who is answerable.
 */
export function standsIn(user: string, absences: readonly Absence[], at: string, process?: string): string {
  const seen = new Set([user])
  for (let person = user; ;) {
    const away = absences.find(
      absence =>
        absence.user === person &&
        absence.from <= at &&
        at < absence.until &&
        (absence.processes === undefined || (process !== undefined && absence.processes.includes(process))),
    )
    if (!away) return person
    if (seen.has(away.to)) return user
    seen.add(away.to)
    person = away.to
  }
}

/** Would this absence close a circle while it lasts? Followed over every span of time in which the absences of a chain overlap. */
export function closesCircle(wanted: Absence, others: readonly Absence[]): boolean {
  const leadsBack = (person: string, from: string, until: string, passed: readonly string[]): boolean =>
    person === wanted.user ||
    (!passed.includes(person) &&
      others
        .filter(other => other.user === person && other.from < until && from < other.until)
        .some(other => leadsBack(other.to, later(from, other.from), earlier(until, other.until), [...passed, person])))
  return leadsBack(wanted.to, wanted.from, wanted.until, [])
}
const later = (a: string, b: string): string => (a > b ? a : b)
const earlier = (a: string, b: string): string => (a < b ? a : b)
