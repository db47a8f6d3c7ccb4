import { evaluateUnconfined } from '#core/rule/evaluate'
import type { Question } from './evaluate'

// Both tiers: a worker can be killed from outside, which is all that the second tier asks for.
addEventListener('message', async ({ data: { id, source, input, bindings } }: MessageEvent<Question>) => {
  postMessage({ id, answer: await evaluateUnconfined(source, input, bindings) })
})
