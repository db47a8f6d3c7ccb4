import { pass, stop } from '../elements/element.js'
import { emit, setVariables } from '../run.js'
import { computed, type Perform } from './action.js'

/** Makes a record of another form. Its id is known at once (host.newRecordId), so that following steps can refer to it. */
export const createRecord: Perform<'create-record'> = async (run, token, node, action) => {
  const values = await computed(run, token.id, action.values)
  if ('problem' in values) return stop(values.problem)
  const { form, into } = action
  const id = run.draft.nextId()
  const record = run.host.newRecordId?.(id) ?? id
  const named = into === undefined ? {} : { into }
  const write = { kind: 'create-record' as const, form, record, values: values.values, ...named }
  const refused = await run.host.refuses?.(write)
  if (refused) return stop({ ...refused, at: node.id })
  emit(run, node.id, write, id)
  if (into !== undefined) setVariables(run, token.id, { [into]: record })
  return pass
}
