import { problem, type Problem } from '../../problem.js'
import { has, type Graph } from '../graph.js'

/** Two inclusive joins that each can be waited for by the other may wait for ever (the engine then stops with a repair). */
export function inclusiveCircle(graph: Graph): Problem[] {
  const before = (join: number, other: number) => graph.nodes[join]!.incoming.some(flow => has(graph.back(flow), other))
  return graph.inclusiveJoins.flatMap((join, nth) =>
    graph.inclusiveJoins
      .slice(nth + 1)
      .filter(other => before(join, other) && before(other, join))
      .map(other => problem('INCLUSIVE_CIRCLE', graph.nodes[join]!.id, { other: graph.nodes[other]!.id })),
  )
}
