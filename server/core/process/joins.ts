import { problem } from '../problem.js'
import { canReset } from './elements/complex-gateway.js'
import { complete } from './elements/inclusive-gateway.js'
import { has, type Graph, type Node } from './graph.js'
import { containerOf, graphOf, nodeIn, type Run } from './run.js'
import type { Token } from './state.js'
import { stopAt } from './trouble.js'

/** A token at an inclusive join that has become complete, made ready to enter again. */
export function freeInclusiveJoin(run: Run): string | undefined {
  const { tokens, scopes } = run.draft
  for (const id of tokens.touched) {
    const scope = scopes.get(id)
    if (scope && containerOf(run, scope)?.inclusive)
      for (const token of tokens.of(id)) {
        const node = nodeIn(run, id, token.node)
        if (token.waits !== 'join' || !isFree(run, id, node)) continue
        tokens.update(token.id, { waits: 'continue' })
        return token.id
      }
    tokens.touched.delete(id)
  }
  return undefined
}

const isFree = (run: Run, scope: string, node: Node): boolean =>
  node.kind === 'inclusive-gateway' ? complete(run, scope, node) : node.kind === 'complex-gateway' && canReset(run, scope, node)

/** The incoming flows of a join on which no token waits, and for each the tokens that can still bring one. */
export function missingAt(graph: Graph, tokens: readonly Token[], node: Node): { flow: string; from: Token[] }[] {
  const here = tokens.filter(token => token.node === node.id && token.arrivedBy !== undefined)
  return node.incoming
    .map(index => graph.flows[index]!)
    .filter(flow => !here.some(token => token.arrivedBy === flow.id))
    .map(flow => ({
      flow: flow.id,
      from: tokens.filter(token => {
        const at = graph.nodeAt.get(token.node)!
        return at !== node.index && (at === flow.source || has(graph.reach(at), flow.source))
      }),
    }))
}

/**
 * Nothing moves any more: a join for which a token is missing that nobody can bring would wait for ever, and so would joins that wait for
 * each other only. Each becomes a repair JOIN_STUCK on its first token, since an instance reaches an end or a visible repair.
 */
export function stopStuckJoins(run: Run): void {
  const { draft } = run
  const waiting = draft.tokens.all().filter(token => token.waits === 'join')
  for (const scope of new Set(waiting.map(token => token.scope))) {
    const tokens = draft.tokens.of(scope)
    const allJoin = tokens.every(token => token.waits === 'join')
    const places = new Set(tokens.filter(token => token.waits === 'join').map(token => token.node))
    for (const place of places) {
      const node = nodeIn(run, scope, place)
      const here = tokens.filter(token => token.node === place)
      if (here.some(token => token.waits === 'repair')) continue
      const missing = missingAt(graphOf(run, scope), tokens, node)
      const hopeless = node.kind === 'parallel-gateway' && missing.some(({ from }) => from.length === 0)
      if (!hopeless && !allJoin) continue
      stopAt(run, here[0]!, node, problem('JOIN_STUCK', place, { missing: missing.map(({ flow }) => flow) }), 'enter')
    }
  }
}
