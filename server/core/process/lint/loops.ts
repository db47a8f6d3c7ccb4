import { problem } from '../../problem.js'
import { everyNode, type Rule } from './rule.js'

/** A multi-instance says neither how often nor over which list (BPMN 2.0.2 §10.3.7): nobody could tell how many to begin. */
export const loopWithoutCount: Rule = context =>
  everyNode(context)
    .filter(({ node: { loop } }) => loop?.type === 'multi' && loop.collection === undefined && loop.cardinality === undefined)
    .map(({ node }) => problem('LOOP_WITHOUT_COUNT', node.id, { name: node.name }))

/** A standard loop without condition and without maximum runs for ever. */
export const loopWithoutEnd: Rule = context =>
  everyNode(context)
    .filter(({ node: { loop } }) => loop?.type === 'standard' && loop.while === undefined && loop.maximum === undefined)
    .map(({ node }) => problem('LOOP_WITHOUT_END', node.id, { name: node.name }))
