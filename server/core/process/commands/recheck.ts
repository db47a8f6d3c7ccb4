import type { Handler } from './index.js'

/** The record has changed: the queue looks at every condition again before anything else. */
export const recheck: Handler<'recheck'> = run => {
  run.conditionsAt = -1
  return undefined
}
