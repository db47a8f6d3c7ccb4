import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** What the engine does not execute is refused by name, never passed through. */
export const elementNotExecuted: Rule = context =>
  everyNode(context)
    .filter(({ node }) => node.refused !== undefined)
    .map(({ node }) => problem('ELEMENT_NOT_EXECUTED', node.id, { what: node.refused, type: node.type, name: node.name }))
