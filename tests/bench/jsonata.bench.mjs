// Expressions: our two tiers against bare jsonata with the same expression, compiled once.
import { createRequire } from 'node:module'
import { createEvaluate } from '../../server/dist/expressions/create-evaluate.js'
import { median, seconds } from './place.mjs'

const jsonata = createRequire(import.meta.url)('jsonata')
export const name = 'jsonata'

const input = {
  annualPurchase: 860000,
  score: 70,
  stores: 12,
  industry: 'bakery',
  products: [
    { monthly: 120, price: 168 },
    { monthly: 60, price: 145 },
  ],
}
const tierA = 'annualPurchase >= 500000 and score >= 60 ? "A" : annualPurchase >= 100000 or score >= 50 ? "B" : "C"'
const tierB = '($twice := function($x) { $x * 2 }; $sum(products.($twice(monthly) * price)))'

export async function run() {
  const { evaluate, close } = createEvaluate()
  try {
    return [
      await compare('tier A, in process', evaluate, tierA, 4000),
      await compare('tier B, in a child that can be killed', evaluate, tierB, 1000),
    ]
  } finally {
    close()
  }
}

async function compare(what, evaluate, source, times) {
  const bare = jsonata(source)
  const ours = async () => {
    const result = await evaluate(source, input)
    if ('problem' in result) throw new Error(JSON.stringify(result))
  }
  await seconds(300, ours)
  await seconds(300, () => bare.evaluate(input))
  const rounds = []
  for (let round = 0; round < 5; round++)
    rounds.push([await seconds(times, ours), await seconds(times, () => bare.evaluate(input))])
  const [mine, theirs] = [median(rounds.map(([a]) => a)), median(rounds.map(([, b]) => b))]
  return { name: `evaluations/s, ${what}`, value: times / mine, unit: '/s', against: 'bare jsonata', ratio: theirs / mine }
}
