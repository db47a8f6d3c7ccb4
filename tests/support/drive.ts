import type { Advanced, Rejection, TrailEntry } from '#core/process/command'
import type { State } from '#core/process/state'
import type { Asked } from '../../server/instances/run-command.js'

/** One instance, in memory or on a database, driven by the elements of its diagram. */
export interface Driver {
  complete(element: string, data?: Record<string, string | boolean>): Promise<void>
  /** From the task, or the token, on an element; the code of the refusal, if it is refused. */
  return(
    from: string,
    how: { to: string; policy?: 'run-on' | 'straight-back' | 'only-changed'; redo?: 'split'; jump?: boolean },
  ): Promise<string | undefined>
  message(name: string): Promise<void>
  stands(): Promise<{ waiting: string[]; joins: string[]; timers: string[]; listens: string[] }>
  status(): Promise<string>
  /** The whole state as text, to see that nothing has changed. */
  picture(): Promise<string>
  /** How often an element was completed. */
  times(element: string): number
  /** Every row hangs on a token or scope that lives, no burst is left over. */
  sound(): Promise<void>
}

type Send = (asked: Asked) => Promise<Advanced | Rejection>

export function aDriver(read: () => State | Promise<State>, send: Send): Driver {
  const trail: TrailEntry[] = []
  const sent = async (asked: Asked): Promise<string | undefined> => {
    const outcome = await send(asked)
    if ('rejection' in outcome) return outcome.rejection.code
    trail.push(...outcome.trail)
    return undefined
  }
  return {
    async complete(element, data) {
      const { tasks } = await read()
      const task = tasks.find(each => each.element === element)
      if (!task) throw new Error(`no open task ${element}, but ${tasks.map(each => each.element).join(', ')}`)
      expect(
        await sent({ type: 'complete', by: task.assignee ?? 'somebody', task: task.id, ...(data ? { data } : {}) }),
      ).toBeUndefined()
    },
    async return(from, { to, policy, redo, jump }) {
      const token = (await read()).tokens.find(each => each.node === from && each.waits !== 'scope') ?? { id: 'none' }
      const how = { ...(policy ? { policy } : {}), ...(redo ? { redo } : {}), ...(jump ? { jump } : {}) }
      return sent({ type: 'return', by: 'admin', token: token.id, to, ...how })
    },
    async message(name) {
      expect(await sent({ type: 'message', by: 'system', name, key: '' })).toBeUndefined()
    },
    async stands() {
      const { tokens, timers, subscriptions } = await read()
      const at = (chosen: typeof tokens) => chosen.map(token => token.node).sort()
      return {
        waiting: at(tokens.filter(token => token.waits !== 'scope' && token.waits !== 'join')),
        joins: at(tokens.filter(token => token.waits === 'join')),
        listens: subscriptions.map(row => row.element).sort(),
        timers: timers.map(timer => timer.element).sort(),
      }
    },
    status: async () => (await read()).instance.status,
    picture: async () => JSON.stringify(await read()),
    times: element => trail.filter(entry => entry.type === 'completed' && entry.element === element).length,
    sound: async () => expectSound(await read()),
  }
}

/** Every row hangs on something that lives; a scope has a token; nothing is left half done. */
export function expectSound(state: State): void {
  const scopes = new Map(state.scopes.map(scope => [scope.id, scope]))
  const tokens = new Map(state.tokens.map(token => [token.id, token]))
  const orphans = [
    ...state.tokens.filter(token => !scopes.has(token.scope)),
    ...[...state.tasks, ...state.repairs, ...state.approvals].filter(row => !tokens.has(row.token)),
    ...[...state.timers, ...state.subscriptions].filter(row => !tokens.has(row.token) && !scopes.has(row.token)),
    ...state.scopes.filter(scope => scope.token !== undefined && !tokens.has(scope.token)),
    ...state.scopes.filter(scope => scope.parent !== undefined && !scopes.has(scope.parent)),
    ...state.variables.filter(row => !scopes.has(row.scope) && !tokens.has(row.scope) && !row.scope.includes('/')),
  ]
  expect(orphans).toEqual([])
  if (state.instance.status !== 'running') return expect(state.tokens).toEqual([])
  expect(state.tokens.filter(token => token.waits === 'task' && !state.tasks.some(task => task.token === token.id))).toEqual([])
  expect(state.tokens.filter(token => token.waits === 'scope' && !state.scopes.some(scope => scope.token === token.id))).toEqual(
    [],
  )
  const empty = state.scopes.filter(scope => scope.kind !== 'loop' && !state.tokens.some(token => token.scope === scope.id))
  expect(empty).toEqual([])
}

/** A bare diagram for a server: every step that nobody is named for is the initiator's. */
export const assigned = (xml: string): string =>
  xml.replace(
    /(<bpmn:userTask [^>]*>)(?!<bpmn:extensionElements>)/g,
    '$1<bpmn:extensionElements><formloom:assignment type="initiator"/></bpmn:extensionElements>',
  )
