/** A seeded source of chance (mulberry32), so that a run's choices can be had again. The machine's timing cannot. */
export interface Chance {
  /** 0 ≤ x < 1 */
  next(): number
  /** One of them. */
  of<T>(list: readonly T[]): T
  happens(probability: number): boolean
}

export function chance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return { next, of: list => list[Math.floor(next() * list.length)]!, happens: probability => next() < probability }
}
