import { problem } from '../../problem.js'
import { pass, stop } from '../elements/element.js'
import { emit, writeFields } from '../run.js'
import { computed, type Perform } from './action.js'

/** Writes fields of the instance's own record; following conditions see the new values at once. */
export const setFields: Perform<'set-fields'> = async (run, token, node, action) => {
  const { record } = run.draft.instance
  if (!record) return stop(problem('NO_RECORD', node.id))
  const values = await computed(run, token.id, action.values)
  if ('problem' in values) return stop(values.problem)
  const write = { kind: 'set-fields' as const, form: record.form, record: record.id, values: values.values }
  const refused = await run.host.refuses?.(write)
  if (refused) return stop({ ...refused, at: node.id })
  emit(run, node.id, write)
  writeFields(run, values.values)
  return pass
}
