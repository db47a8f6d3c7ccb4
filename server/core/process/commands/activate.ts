import { problem } from '../../problem.js'
import { activate as begin } from '../ad-hoc.js'
import type { Handler } from './index.js'

/** A person begins an activity of an ad-hoc sub-process. */
export const activate: Handler<'activate'> = (run, command) => {
  const token = run.draft.tokens.get(command.token)
  return token ? begin(run, token, command.element) : problem('NOT_AD_HOC', command.element)
}
