/**
 * Milliseconds until the next attempt: doubles from `first` up to `most`, then half of it is left to chance, so that many jobs that failed
 * together do not come back together.
 */
export function backOff(attempts: number, first = 1_000, most = 15 * 60_000, chance = Math.random): number {
  const full = Math.min(most, first * 2 ** Math.min(attempts - 1, 30))
  return Math.round(full / 2 + (full / 2) * chance())
}
