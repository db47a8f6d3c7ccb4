import { problem } from '../../problem.js'
import type { ElementModel } from '../bpmn/model.js'
import { everyNode, isGateway, type Place, type Rule } from './rule.js'

/** A split by one kind of gateway whose branches run straight into a join of another kind: it stops for ever, or runs twice. */
export const splitJoin: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    const flows = place.incoming(node.id)
    if (!isGateway(node) || flows.length < 2) return []
    const splits = flows.map(flow => splitBefore(place, flow.source))
    const split = splits[0]
    if (!split || splits.some(other => other !== split) || matches(split, node)) return []
    return [problem('SPLIT_JOIN_MISMATCH', node.id, { name: node.name, split: split.id, splitType: split.type, type: node.type })]
  })

/** A complex gateway is there to join branches of any parallel kind as its expression says. */
const matches = (split: ElementModel, join: ElementModel): boolean =>
  (join.type === 'bpmn:ComplexGateway' && !ONE_BRANCH.has(split.type)) || agrees(split, join)

const ONE_BRANCH = new Set(['bpmn:ExclusiveGateway', 'bpmn:EventBasedGateway'])

const agrees = (split: ElementModel, join: ElementModel): boolean =>
  split.type === join.type || split.type === 'bpmn:EventBasedGateway'
    ? join.type !== 'bpmn:ParallelGateway' || split.type === join.type
    : false

/** Walks back over a plain chain to the gateway that split here. */
function splitBefore(place: Place, from: string | undefined): ElementModel | undefined {
  const seen = new Set<string>()
  for (let id = from; id !== undefined && !seen.has(id);) {
    seen.add(id)
    const node = place.nodes.get(id)
    if (!node) return undefined
    if (isGateway(node)) return place.outgoing(id).length > 1 ? node : undefined
    const flows = place.incoming(id)
    if (flows.length !== 1 || place.outgoing(id).length !== 1) return undefined
    id = flows[0]!.source
  }
  return undefined
}
