import type { Problem } from '#core/problem'

/** Expected trouble on its way to the one error filter (error.filter.ts). Thrown once, never caught to be thrown again. */
export class Refusal extends Error {
  override name = 'Refusal'
  constructor(
    readonly status: number,
    readonly code: string,
    readonly problems: Problem[] = [],
    readonly params?: Record<string, unknown>,
  ) {
    super(code)
  }
}

/**
 * Ends the request: `refuse(404, 'NO_SUCH_RECORD')`, `refuse(409, 'TASK_TAKEN', { by: 'Li Na' })`,
 * or with problems at fields: `refuse(422, problems)`, whose code is then VALIDATION.
 */
export function refuse(status: number, what: string | Problem[], params?: Record<string, unknown>): never {
  if (typeof what === 'string') throw new Refusal(status, what, [], params)
  throw new Refusal(status, 'VALIDATION', what, params)
}
