/** What one evaluation may use. */
export interface Limits {
  /** Milliseconds; JSONata looks at the clock between steps, so this alone stops no long built-in. */
  timeout: number
  /** Depth of evaluation. */
  stack: number
  /** Items of one sequence. */
  sequence: number
  /** Instructions of a regular expression × characters of its subject, per match. */
  regex: number
  /** Characters of the input and of the result as JSON. */
  input: number
  result: number
}

/** In the process that serves everybody. */
export const IN_PROCESS: Limits = Object.freeze({
  timeout: 50,
  stack: 100,
  sequence: 10_000,
  regex: 1_000_000,
  input: 65_536,
  result: 1_000_000,
})

/** In a process that is killed from outside. */
export const IN_QUARANTINE: Limits = Object.freeze({
  timeout: 200,
  stack: 2_000,
  sequence: 100_000,
  regex: 100_000_000,
  input: 4_000_000,
  result: 4_000_000,
})

/** What an expression may be at all. */
export const SOURCE_CHARACTERS = 4_096
export const NESTING = 32
export const PREFIXES = 20
/** `(a ?: b) ?: c`: the parser copies the left side at each level. */
export const DEFAULT_NESTING = 4
export const NODES = 400
export const TREE_DEPTH = 200
export const PATTERN_CHARACTERS = 200
export const PATTERN_INSTRUCTIONS = 1_000
export const PICTURE_CHARACTERS = 64
export const PAD_WIDTH = 1_000
export const CONSTANT_RANGE = 1_000
