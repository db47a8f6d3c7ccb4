import { evaluateInProcess, tierOfSource } from '#core/rule/evaluate'
import type { Evaluate } from '#core/rule/evaluate-port'
import { problem } from '#core/problem'
import { compiledEntry } from '../quarantine/compiled-entry.js'
import { openQuarantine } from '../quarantine/quarantine.js'
import { countStrikes } from './strikes.js'

/** Milliseconds until a child is killed. */
const TIME = 250

export interface Evaluation {
  evaluate: Evaluate
  /** Ends the children. */
  close(): void
}

/**
 * Both tiers of the gate: A here, B in one of two children. Beside the problems of `evaluateInProcess`: EXPR_SUSPENDED (stopped
 * three times in ten minutes) and EXPR_BUSY (too many are waiting).
 * @param onSuspended told once per suspension, to tell the owner
 */
export const createEvaluate = ({
  child = compiledEntry('expressions/expression-child.js'),
  now = Date.now,
  onSuspended = () => undefined,
}: { child?: string; now?: () => number; onSuspended?: (source: string) => void } = {}): Evaluation => {
  const quarantine = openQuarantine({ entry: child, megabytes: 64, children: 2, recycleAfter: 1_000, idle: 60_000 })
  const strikes = countStrikes(now)
  return {
    close: () => quarantine.close(),
    async evaluate(source, input, bindings = {}) {
      const tier = tierOfSource(source)
      if (typeof tier !== 'string') return { problem: tier }
      if (strikes.isSuspended(source)) return { problem: problem('EXPR_SUSPENDED') }
      if (tier === 'A') {
        const here = await evaluateInProcess(source, input, bindings)
        // Its 50 ms are those of the wall: on a busy machine an honest expression may lose them. It gets its second chance in a child; so does
        // one that reads more than is computed here.
        if (!('problem' in here) || !SECOND_CHANCE.has(here.problem.code)) return here
      }
      const outcome = await quarantine.ask(JSON.stringify([source, input, bindings]), TIME)
      const answer = 'answer' in outcome ? JSON.parse(outcome.answer, withoutPrototype) : { problem: whyFailed(outcome.failed) }
      if (isStop(answer.problem?.code) && strikes.strike(source)) onSuspended(source)
      return answer
    },
  }
}

const SECOND_CHANCE = new Set(['EXPR_TIMEOUT', 'EXPR_INPUT_TOO_LARGE'])

const whyFailed = (failed: 'late' | 'died' | 'busy') =>
  failed === 'late'
    ? problem('EXPR_TIMEOUT')
    : failed === 'busy'
      ? problem('EXPR_BUSY')
      : problem('EXPR_TOO_COSTLY', undefined, { limit: 'memory' })

const isStop = (code: string | undefined) => code === 'EXPR_TIMEOUT' || code === 'EXPR_TOO_COSTLY'

const withoutPrototype = (key: string, value: unknown) => (key === '__proto__' ? undefined : value)
