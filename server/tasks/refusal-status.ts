/** Refusals of verbs that are about what was given, not about how the matter stands. */
const GIVEN = new Set([
  'OPINION_REQUIRED',
  'SIGNATURE_REQUIRED',
  'OUTCOME_REQUIRED',
  'OUTCOME_UNKNOWN',
  'NOT_TO_YOURSELF',
  'ALREADY_SIGNER',
  'TOO_MANY_SIGNERS',
  'NO_SUCH_SIGNER',
  'NO_SUCH_STEP',
  'REQUIRED',
])

/** HTTP status of what the core refuses. */
export const statusOf = (code: string): number =>
  code === 'NOT_YOURS' ? 403 : code === 'NO_SUCH_INSTANCE' ? 404 : code === 'BUSY' ? 503 : GIVEN.has(code) ? 422 : 409
