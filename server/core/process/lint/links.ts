import { problem, type Problem } from '../../problem.js'
import type { ElementModel } from '../bpmn/model.js'
import type { Place, Rule } from './rule.js'

/** Link events pair by name inside one scope: a throw has exactly one catch, and flows lead only into the throw and out of the catch (BPMN 2.0.2 §10.5.5). */
export const links: Rule = context =>
  context.places.flatMap(place => {
    const all = place.container.nodes.filter(node => linkOf(node) !== undefined)
    const catches = all.filter(node => node.kind === 'catch')
    return all.flatMap(node => [...unpaired(node, catches), ...wrongFlows(place, node)])
  })

const linkOf = (node: ElementModel): string | undefined => node.events.find(event => event.type === 'Link')?.link

function unpaired(node: ElementModel, catches: ElementModel[]): Problem[] {
  const link = linkOf(node)!
  const same = catches.filter(each => linkOf(each) === link)
  if (link === '') return [problem('LINK_NAME_MISSING', node.id, { name: node.name })]
  if (node.kind === 'throw') return same.length === 0 ? [problem('LINK_WITHOUT_CATCH', node.id, { name: node.name, link })] : []
  return same.length > 1 && same[0] !== node ? [problem('LINK_CATCH_TWICE', node.id, { name: node.name, link })] : []
}

function wrongFlows(place: Place, node: ElementModel): Problem[] {
  const wrong = node.kind === 'throw' ? place.outgoing(node.id) : place.incoming(node.id)
  return wrong.length > 0 ? [problem('LINK_FLOW', node.id, { name: node.name, flow: wrong[0]!.id })] : []
}
