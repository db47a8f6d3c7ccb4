// Curves: the same step at several sizes.
import { median } from '../place.mjs'

export const FLAT = '0.90–1.10 of the first'

/**
 * The median seconds of each point. All points in every round, so that a busy moment falls on all of them, each time in another order: what comes
 * back every so many commits (the log is taken over into the file) must not fall on the same one. The first two rounds are for warmth.
 */
export async function inTurns(curve, rounds, visit) {
  const taken = curve.map(() => [])
  for (let round = -2; round < rounds; round++)
    for (const n of mixed(curve.length, round + 3)) {
      const once = await visit(curve[n], round + 2)
      if (round >= 0) taken[n].push(once)
    }
  return curve.map(({ size }, n) => ({ size, taken: median(taken[n]) }))
}

/** 0 … count - 1 in an order that looks like chance and is the same in every run. */
const mixed = (count, round) =>
  Array.from({ length: count }, (_, n) => [Math.sin(round * 131 + n * 17) % 1, n])
    .sort(([a], [b]) => a - b)
    .map(([, n]) => n)

export const figures = (curve, before, after) =>
  curve.map(({ size, taken }, n) => ({
    name: `${before} ${size.toLocaleString('en')} ${after}`,
    value: taken * 1e6,
    unit: 'µs',
    ...(n === 0 ? {} : { against: `${curve[0].size.toLocaleString('en')} ${after}`, ratio: taken / curve[0].taken, goal: FLAT }),
  }))
