import { problem } from '../../problem.js'
import { pass, stop } from '../elements/element.js'
import { emit, fetchValues, valuesIn, writeFields } from '../run.js'
import { peopleFor, type Perform } from './action.js'

/** Puts the person that the assignment finds into a member field of the record; with `ifEmpty` only while nobody is there. */
export const setPerson: Perform<'set-person'> = async (run, token, node, action) => {
  const { record } = run.draft.instance
  if (!record) return stop(problem('NO_RECORD', node.id))
  await fetchValues(run, token.id, new Set([action.field]))
  const there = valuesIn(run, token.id)[action.field]
  const taken = Array.isArray(there) ? there.length > 0 : there !== undefined && there !== null && there !== ''
  if (action.ifEmpty && taken) return pass
  const who = await peopleFor(run, token, action.to)
  if ('problem' in who) return stop(who.problem)
  const person = who.assignee ?? who.candidates[0]
  const values = { [action.field]: person === undefined ? [] : [person] }
  const write = { kind: 'set-fields' as const, form: record.form, record: record.id, values }
  const refused = await run.host.refuses?.(write)
  if (refused) return stop({ ...refused, at: node.id })
  emit(run, node.id, write)
  writeFields(run, values)
  return { type: 'pass', ...(who.why === undefined ? {} : { detail: { why: who.why } }) }
}
