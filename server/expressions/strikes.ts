const WINDOW = 10 * 60_000
const ALLOWED = 2
const SUSPENDED = 60 * 60_000

export interface Strikes {
  isSuspended(source: string): boolean
  /** Notes that an expression had to be stopped. True when this suspends it. */
  strike(source: string): boolean
}

/**
 * Three stops within ten minutes suspend an expression for an hour, or until it is edited. Counted per process.
 * @param now milliseconds since 1970
 */
export const countStrikes = (now: () => number = Date.now): Strikes => {
  const stops = new Map<string, number[]>()
  const suspended = new Map<string, number>()
  return {
    isSuspended: source => (suspended.get(source) ?? 0) > now(),
    strike(source) {
      const recent = [...(stops.get(source) ?? []), now()].filter(at => at > now() - WINDOW)
      stops.delete(source)
      // The oldest make room: this map must not grow with what a stranger invents.
      if (stops.size >= 1_000) stops.delete(stops.keys().next().value!)
      stops.set(source, recent)
      if (recent.length <= ALLOWED) return false
      stops.delete(source)
      suspended.set(source, now() + SUSPENDED)
      return true
    },
  }
}
