import { evaluateUnconfined } from '#core/rule/evaluate'
import { answer } from '../quarantine/answer.js'

/** Evaluates in a process of its own. In: JSON of [source, input, bindings]; out: JSON of what `Evaluate` gives. */
answer(async message => {
  const [source, input, bindings] = JSON.parse(message)
  return JSON.stringify(await evaluateUnconfined(source, input, bindings))
})
