// Curves: the same step at several sizes.
import { median } from '../place.mjs'

export const FLAT = '0.90–1.10 of the first'

/** The median seconds of each point; all points in every round, so that a busy moment falls on all of them. The first two rounds are for warmth. */
export async function inTurns(curve, rounds, visit) {
  const taken = curve.map(() => [])
  for (let round = -2; round < rounds; round++)
    for (const [n, point] of curve.entries()) {
      const once = await visit(point, round + 2)
      if (round >= 0) taken[n].push(once)
    }
  return curve.map(({ size }, n) => ({ size, taken: median(taken[n]) }))
}

export const figures = (curve, before, after) =>
  curve.map(({ size, taken }, n) => ({
    name: `${before} ${size.toLocaleString('en')} ${after}`,
    value: taken * 1e6,
    unit: 'µs',
    ...(n === 0 ? {} : { against: `${curve[0].size.toLocaleString('en')} ${after}`, ratio: taken / curve[0].taken, goal: FLAT }),
  }))
