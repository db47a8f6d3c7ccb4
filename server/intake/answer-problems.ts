import type { Problem } from '#core/problem'
import { refuse } from '../http/refusal.js'

/** What a refused submission is over HTTP. */
export function answerProblems(problems: Problem[]): never {
  const [first] = problems
  if (first?.code === 'RECORD_CHANGED') refuse(409, 'RECORD_CHANGED', first.params)
  if (first?.code === 'NO_SUCH_RECORD' || first?.code === 'NO_SUCH_FORM') refuse(404, first.code)
  if (first?.code === 'BUSY') refuse(503, 'BUSY', { retryAfter: 1 })
  // what no page of ours sends: fields that do not exist, or that this writer may not write
  refuse(problems.some(({ code }) => foreign.has(code)) ? 400 : 422, problems)
}
const foreign = new Set(['UNKNOWN_FIELD', 'FIELD_NOT_ALLOWED', 'NOT_AN_OBJECT'])
