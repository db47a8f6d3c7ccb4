import { inputsOf } from '../mappings.js'
import { moving } from '../moves.js'
import { containerOf, graphOf } from '../run.js'
import { openScope } from '../scopes.js'
import { stop, wait, type Element } from './element.js'

/**
 * BPMN 2.0.2 §10.3.5, §13.3.5: activities without incoming flow begin all at once, or (ordering Sequential) one after the other as they stand in the file;
 * any activity inside can be begun by a person (command `activate`), again as well. Ends by its completion condition, see ad-hoc.ts.
 */
export const adHocSubProcess: Element = {
  async enter(run, token, node) {
    const given = await inputsOf(run, token, node)
    if ('problem' in given) return stop(given.problem)
    const { sequential } = node.adHoc!
    const opened = await openScope(
      run,
      { kind: 'sub-process', parent: token.scope, element: node.id, token: token.id, ...(sequential ? { index: 1 } : {}) },
      given.values,
    )
    if ('problem' in opened) return stop(opened.problem)
    const { starts } = containerOf(run, opened.scope)!
    const graph = graphOf(run, token.scope)
    for (const start of sequential ? starts.slice(0, 1) : starts) moving(run, opened.scope.id, graph.nodes[start]!)
    return starts.length === 0 ? { type: 'pass' } : wait('scope')
  },
}
