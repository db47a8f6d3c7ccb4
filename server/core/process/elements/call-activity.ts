import { problem, type Json } from '../../problem.js'
import { inputsOf } from '../mappings.js'
import { moving } from '../moves.js'
import type { Run } from '../run.js'
import { openScope } from '../scopes.js'
import { startPlaces } from '../starts.js'
import type { Token } from '../state.js'
import { stop, wait, type Element } from './element.js'

/** Called processes inside one another; more is taken for a process that calls itself without end. */
const DEEPEST = 32

/**
 * BPMN 2.0.2 §13.3.4: runs a process or global task of the file, or a published one by its key, in a scope of this instance, on the version that
 * was bound or is current now. It sees its own variables only: what the input mappings give, without mappings all values. Errors, escalations and
 * cancellation cross the call as if it were drawn inside.
 */
export const callActivity: Element = {
  async enter(run, token, node) {
    const { process, version, inheritAll } = node.called!
    if (calls(run, token) >= DEEPEST) return stop(problem('CALLED_TOO_DEEP', node.id, { process, limit: DEEPEST }))
    const found = await run.host.called?.(process, version, definitionAt(run, token))
    if (!found) return stop(problem('CALLED_PROCESS_MISSING', node.id, { process, version: version ?? null }))
    const { definition, graph } = found
    const places = startPlaces(graph, {})
    if ('problem' in places) return stop({ ...places.problem, at: node.id })
    const given = await inputsOf(run, token, node)
    if ('problem' in given) return stop(given.problem)
    run.graphs.set(definition, graph)
    const all: Record<string, Json> = inheritAll || !node.inputs ? run.draft.variables.seen(run.draft.chain(token.id), {}) : {}
    const opened = await openScope(
      run,
      { kind: 'called', parent: token.scope, element: node.id, definition, token: token.id },
      { ...all, ...given.values },
    )
    if ('problem' in opened) return stop(opened.problem)
    for (const start of places.begin) moving(run, opened.scope.id, start)
    return places.begin.length === 0 ? { type: 'pass' } : wait('scope')
  },
}

const calls = (run: Run, token: Token): number => {
  let count = 0
  for (let scope = run.draft.scopes.get(token.scope); scope;) {
    if (scope.kind === 'called') count += 1
    scope = scope.parent === undefined ? undefined : run.draft.scopes.get(scope.parent)
  }
  return count
}

function definitionAt(run: Run, token: Token): string {
  for (let scope = run.draft.scopes.get(token.scope); scope;) {
    if (scope.definition !== undefined) return scope.definition
    scope = scope.parent === undefined ? undefined : run.draft.scopes.get(scope.parent)
  }
  return run.draft.instance.definition
}
