import type { Evaluate } from '#core/rule/evaluate-port'
import { problem, type Json, type Problem } from '#core/problem'

export type Answer = { value: Json | undefined } | { problem: Problem }
export interface Question {
  id: number
  source: string
  input: Json
  bindings?: Record<string, Json | undefined>
}

/** Milliseconds. Far more than a form needs; an endless loop costs the page this once and then only its own field. */
const patience = 2000

let worker: Worker | undefined
let asked = 0
const waiting = new Map<number, { source: string; settle: (answer: Answer) => void; timer: ReturnType<typeof setTimeout> }>()
/** Expressions that ran out of time are not asked again while the page lives. */
const hopeless = new Set<string>()

/** Expressions run in a worker, made when the first one is asked: forms without expressions never load JSONata. */
export const evaluateInWorker: Evaluate = (source, input, bindings) => {
  if (hopeless.has(source)) return Promise.resolve({ problem: problem('TIMEOUT') })
  worker ??= hire()
  const id = ++asked
  worker.postMessage({ id, source, input, bindings } satisfies Question)
  return new Promise(settle => waiting.set(id, { source, settle, timer: setTimeout(() => giveUp(id), patience) }))
}

function hire(): Worker {
  const made = new Worker(new URL('./evaluate.worker.ts', import.meta.url), { type: 'module' })
  made.onmessage = ({ data }: MessageEvent<{ id: number; answer: Answer }>) => answer(data.id, data.answer)
  made.onerror = () => dismiss('EVALUATION_BROKEN')
  return made
}

function answer(id: number, said: Answer): void {
  const question = waiting.get(id)
  if (!question) return
  clearTimeout(question.timer)
  waiting.delete(id)
  question.settle(said)
}

/** The worker answers in order, so the oldest open question is the one that it hangs on. */
function giveUp(id: number): void {
  const [oldest] = waiting.keys()
  const culprit = waiting.get(oldest ?? id)
  if (culprit) hopeless.add(culprit.source)
  dismiss('TIMEOUT')
}

function dismiss(code: string): void {
  worker?.terminate()
  worker = undefined
  for (const id of [...waiting.keys()]) answer(id, { problem: problem(code) })
}
