import { problem, type Json, type Problem } from '../problem.js'
import type { Advanced } from './command.js'
import type { State, Task, Token } from './state.js'

/**
 * What a command would change, in facts: the same command is worked out, and nothing of it is written. Codes are CHANGE_…, sentences are made of them
 * elsewhere; `at` is the element. What a person is to know before he confirms a return, a modification or a migration.
 */
export function changesOf(before: State, { state, delta, effects }: Advanced, nameOf: (element: string) => string): Problem[] {
  const was = new Map(before.tokens.map(token => [token.id, token]))
  const fact = (code: string, element: string, params: Record<string, Json> = {}): Problem =>
    problem(code, element, { name: nameOf(element), ...params })
  const task = (code: string) => (row: Task) => fact(code, row.element, { task: row.name, people: peopleOf(row) })
  const gone = <Row extends { id: string }>(rows: readonly Row[], ids: readonly string[]): Row[] => {
    const lost = new Set(ids)
    return rows.filter(row => lost.has(row.id))
  }
  const timer = (code: string) => (row: { element: string; dueAt: string }) => fact(code, row.element, { dueAt: row.dueAt })
  const wait = (code: string) => (row: { element: string; type: string; name: string }) =>
    fact(code, row.element, { type: row.type, event: row.name })
  const scope = (code: string) => (row: { element: string; kind: string }) => fact(code, row.element, { kind: row.kind })
  const repair = (code: string) => (row: { element: string; problem: Problem }) =>
    fact(code, row.element, { code: row.problem.code, problem: row.problem as never })
  return [
    ...delta.tasks.update.filter(({ status }) => status === 'cancelled').map(task('CHANGE_TASK_ENDS')),
    ...gone(before.timers, delta.timers.remove).map(timer('CHANGE_TIMER_ENDS')),
    ...gone(before.subscriptions, delta.subscriptions.remove).map(wait('CHANGE_WAIT_ENDS')),
    ...gone(before.tokens, delta.tokens.remove)
      .filter(({ waits }) => waits === 'job')
      .map(({ node }) => fact('CHANGE_JOB_ENDS', node)),
    ...gone(before.scopes, delta.scopes.remove)
      .filter(({ kind }) => kind !== 'iteration')
      .map(scope('CHANGE_SCOPE_ENDS')),
    ...gone(before.repairs, delta.repairs.remove).map(repair('CHANGE_REPAIR_ENDS')),
    ...delta.tasks.insert.filter(({ status }) => status === 'open').map(task('CHANGE_TASK_BEGINS')),
    ...delta.timers.insert.map(timer('CHANGE_TIMER_BEGINS')),
    ...delta.subscriptions.insert.map(wait('CHANGE_WAIT_BEGINS')),
    ...delta.scopes.insert.filter(({ kind }) => kind !== 'iteration').map(scope('CHANGE_SCOPE_BEGINS')),
    ...delta.repairs.insert.map(repair('CHANGE_REPAIR_BEGINS')),
    ...state.tokens.filter(token => token.waits === 'join' && !was.has(token.id)).map(token => credited(fact, token)),
    ...state.scopes.flatMap(each =>
      (each.returns ?? []).flatMap(({ to, back }) =>
        back && !was.has(back.token)
          ? [fact('CHANGE_STRAIGHT_BACK', to, { places: [...new Set(back.places.map(({ node }) => nameOf(node)))] })]
          : [],
      ),
    ),
    ...delta.variables.put.map(({ name }) => problem('CHANGE_VARIABLE_SET', name)),
    ...delta.variables.remove.flatMap(({ name }) => (name === undefined ? [] : [problem('CHANGE_VARIABLE_REMOVED', name)])),
    ...effects.map(({ kind, element }) => fact('CHANGE_EFFECT', element, { kind })),
    ...(state.instance.status === 'running'
      ? []
      : [problem('CHANGE_INSTANCE_ENDS', undefined, { status: state.instance.status })]),
    ...state.tokens
      .filter(token => was.has(token.id) && token.waits !== 'scope' && was.get(token.id)!.waits === token.waits)
      .map(({ node, waits }) => fact('CHANGE_STAYS', node, { waits })),
  ]
}

const credited = (fact: (code: string, element: string, params: Record<string, Json>) => Problem, token: Token): Problem =>
  fact('CHANGE_JOIN_CREDITED', token.node, { flow: token.arrivedBy ?? '' })

const peopleOf = ({ assignee, candidates }: Task): string[] => (assignee === undefined ? candidates : [assignee])
