import { pass, stop } from '../elements/element.js'
import { emit } from '../run.js'
import { fill } from '../template.js'
import { peopleFor, type Perform } from './action.js'

export const notify: Perform<'notify'> = async (run, token, node, action) => {
  const who = await peopleFor(run, token, action.to)
  if ('problem' in who) return stop(who.problem)
  const title = await fill(run, token.id, action.title)
  if ('problem' in title) return stop(title.problem)
  const body = await fill(run, token.id, action.body)
  if ('problem' in body) return stop(body.problem)
  const to = who.assignee === undefined ? who.candidates : [who.assignee]
  emit(run, node.id, { kind: 'notify', to, title: title.text, body: body.text })
  return pass
}
