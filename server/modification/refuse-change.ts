import type { Problem } from '#core/problem'
import { Refusal } from '../http/refusal.js'

/** What the core refused, with a problem for each fault where it has found several. */
export function refuseChange(rejection: Problem): never {
  const { code, params } = rejection
  const several = Array.isArray(params?.problems) ? (params.problems as unknown as Problem[]) : [rejection]
  const { problems: _problems, ...rest } = params ?? {}
  throw new Refusal(STATUS[code] ?? 409, code, several, rest)
}

const STATUS: Record<string, number> = {
  NO_SUCH_INSTANCE: 404,
  NO_SUCH_TOKEN: 404,
  NO_SUCH_VERSION: 404,
  NOT_YOURS: 403,
  BUSY: 503,
}
