import type { Json, Problem } from '../problem.js'

/**
 * How the rest of the core has an expression computed. The server gives an implementation with both tiers (in-process for the
 * total subset, a killed child for the rest), the browser one in a Web Worker, tests and `play` the plain in-process one.
 * Input and result are JSON. Never throws for an expression's own fault.
 */
export type Evaluate = (
  source: string,
  input: Json,
  bindings?: Record<string, Json | undefined>,
) => Promise<{ value: Json | undefined } | { problem: Problem }>
