import { problem } from '../../problem.js'
import { everyFlow, everyNode, type Rule } from './rule.js'

/** Rows, logs and stories name elements by id. */
export const missingId: Rule = context => [
  ...context.model.processes
    .filter(process => process.id === '')
    .map(process => problem('MISSING_ID', undefined, { type: process.type, name: process.name })),
  ...everyNode(context)
    .filter(({ node }) => node.id === '')
    .map(({ node, place }) => problem('MISSING_ID', place.container.id, { type: node.type, name: node.name })),
  ...everyFlow(context)
    .filter(({ flow }) => flow.id === '')
    .map(({ flow, place }) => problem('MISSING_ID', place.container.id, { type: 'bpmn:SequenceFlow', name: flow.name })),
]
