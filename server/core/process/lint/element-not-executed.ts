import { problem } from '../../problem.js'
import type { ElementModel } from '../bpmn/model.js'
import { everyNode, type Place, type Rule } from './rule.js'

/** What the engine does not execute is refused by name, never passed through. */
export const elementNotExecuted: Rule = context =>
  everyNode(context).flatMap(({ node, place }) => {
    const what = node.refused ?? (startsByAll(node, place) ? 'parallelMultipleStartEvent' : undefined)
    return what === undefined ? [] : [problem('ELEMENT_NOT_EXECUTED', node.id, { what, type: node.type, name: node.name })]
  })

/** Before there is an instance nobody collects what has come; an event sub-process can wait for all of its triggers. */
const startsByAll = (node: ElementModel, { container }: Place): boolean =>
  node.kind === 'start' && node.parallelMultiple === true && node.events.length > 1 && container.triggered !== true
