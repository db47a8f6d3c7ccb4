import type { Json } from '../../problem.js'
import { stop, wait } from '../elements/element.js'
import { allValues, emit } from '../run.js'
import { fill, fillJson } from '../template.js'
import type { Perform } from './action.js'

/** The token waits until the outbox reports the answer. Values put into the address are encoded, so they cannot change its path. */
export const webhook: Perform<'webhook'> = async (run, token, node, action) => {
  const url = await fill(run, token.id, action.url, piece => encodeURIComponent(piece))
  if ('problem' in url) return stop(url.problem)
  const body =
    action.body === undefined
      ? { value: { ...(await allValues(run, token.id)) } as Json }
      : await fillJson(run, token.id, action.body)
  if ('problem' in body) return stop(body.problem)
  emit(run, node.id, { kind: 'webhook', token: token.id, url: url.text, method: action.method, body: body.value })
  return wait('job')
}
