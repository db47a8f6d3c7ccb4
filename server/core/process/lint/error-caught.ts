import { problem } from '../../problem.js'
import { everyNode, type Place, type Rule } from './rule.js'

/** A thrown error that no boundary event outside catches stops the instance with a repair. */
export const errorCaught: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    if (node.kind !== 'error-end') return []
    const thrown = context.model.errors.find(error => error.id === node.events[0]?.ref)
    return thrown && !caught(context.model.errors, place, thrown.code ?? thrown.id)
      ? [problem('ERROR_NEVER_CAUGHT', node.id, { name: node.name, error: thrown.name })]
      : []
  })

function caught(errors: { id: string; code?: string }[], place: Place, code: string): boolean {
  for (let at = place; at.parent; at = at.parent) {
    const here = at.parent.container.nodes.filter(node => node.kind === 'error-boundary' && node.attachedTo === at.container.id)
    const codes = here
      .map(node => errors.find(error => error.id === node.events[0]?.ref))
      .map(error => error && (error.code ?? error.id))
    if (codes.some(each => each === undefined || each === code)) return true
  }
  return false
}
