import { Temporal } from 'temporal-polyfill'

/** An instant moved by an ISO duration that may run backwards (`-PT4H`); undefined when it is not one. Days are calendar days of `zone`. */
export function shift(at: string, duration: string, zone: string): string | undefined {
  try {
    const moved = Temporal.Instant.from(at).toZonedDateTimeISO(zone).add(Temporal.Duration.from(duration))
    return moved.toInstant().toString({ fractionalSecondDigits: 3 })
  } catch {
    return undefined
  }
}
