import { compensate, compensated } from '../compensate.js'
import { wait } from '../elements/element.js'
import type { EventKind } from './event.js'

/**
 * BPMN 2.0.2 §10.5.5, §13.5.5: compensates what is done in its scope, or one activity of it, in the reverse order of completion and with the data of that
 * time. Unless told otherwise the thrower waits until all is compensated. Its boundary event and its event sub-process never wait for anything.
 */
export const compensation: EventKind<'compensation'> = {
  async throw(run, token, _node, { activity, wait: waits }) {
    const { draft } = run
    const scope = compensated(run, token)
    if (waits) return (await compensate(run, token, scope, activity)) ? wait('compensation') : undefined
    const { id: _id, ...place } = token
    const holder = draft.tokens.insert({ ...place, id: draft.nextId(), waits: 'compensation', since: run.command.at })
    if (!(await compensate(run, holder, scope, activity))) draft.tokens.remove(holder.id)
    return undefined
  },
}
