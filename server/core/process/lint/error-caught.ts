import { problem } from '../../problem.js'
import { everyNode, type Place, type Rule } from './rule.js'

/** A thrown error that no boundary event outside catches stops the instance with a repair. */
export const errorCaught: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    const event = node.kind === 'end' ? node.events.find(each => each.type === 'Error') : undefined
    const thrown = context.model.errors.find(error => error.id === event?.ref)
    return thrown && !caught(context.model.errors, place, thrown.code ?? thrown.id)
      ? [problem('ERROR_NEVER_CAUGHT', node.id, { name: node.name, error: thrown.name })]
      : []
  })

/** By an event sub-process of a scope around it, or a boundary event of the activity that the scope runs for. */
function caught(errors: { id: string; code?: string }[], place: Place, code: string): boolean {
  for (let at: Place | undefined = place; at; at = at.parent) {
    const outer = at.parent
    const handlers = at.container.nodes.filter(node => node.kind === 'event-sub-process').flatMap(node => node.inner?.nodes ?? [])
    const around = outer ? outer.container.nodes.filter(node => node.attachedTo === at!.container.id) : []
    const codes = [...handlers.filter(node => node.kind === 'start'), ...around]
      .flatMap(node => node.events.filter(event => event.type === 'Error'))
      .map(event => errors.find(error => error.id === event.ref))
      .map(error => error && (error.code ?? error.id))
    if (codes.some(each => each === undefined || each === code)) return true
  }
  return false
}
