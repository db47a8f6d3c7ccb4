import { problem } from '../../problem.js'
import type { ElementModel, EventModel, Model } from '../bpmn/model.js'
import { everyNode, type Rule } from './rule.js'

/**
 * An event names what it throws or catches: a message (or has a message flow), a signal, a condition, a thrown error or escalation. (A catch
 * without a code takes every error or escalation.)
 */
export const eventReferences: Rule = context =>
  everyNode(context).flatMap(({ node }) =>
    node.events.flatMap(event => {
      const missing = missingIn(context.model, node, event)
      return missing ? [problem(missing, node.id, { name: node.name })] : []
    }),
  )

function missingIn(model: Model, node: ElementModel, { type, ref, when, problems }: EventModel): string | undefined {
  const throws = node.kind === 'throw' || node.kind === 'end'
  const declared = (roots: { id: string }[]) => roots.some(root => root.id === ref)
  const linked = model.messageFlows.some(flow => flow.source === node.id || flow.target === node.id)
  if (type === 'Message') return declared(model.messages) || linked ? undefined : 'MESSAGE_MISSING'
  if (type === 'Signal') return declared(model.signals) ? undefined : 'SIGNAL_MISSING'
  if (type === 'Error') return throws && !declared(model.errors) ? 'ERROR_MISSING' : undefined
  if (type === 'Escalation') return throws && !declared(model.escalations) ? 'ESCALATION_MISSING' : undefined
  if (type === 'Conditional') return when === undefined && problems.length === 0 ? 'EVENT_CONDITION_MISSING' : undefined
  return undefined
}
