import { problem, type Problem } from '../../problem.js'
import type { ElementModel } from '../bpmn/model.js'
import { isStart, type Rule } from './rule.js'

/**
 * A sub-process begins in one place and without a trigger of its own (BPMN 2.0.2 §10.3.5, §10.5.2); an event sub-process at exactly one start
 * event, by a trigger; a process never by an error, escalation or compensation.
 */
export const subProcessStarts: Rule = context =>
  context.places.flatMap(({ container, parent }) => {
    const starts = container.nodes.filter(isStart)
    if (!parent) return starts.flatMap(node => inside(node))
    if (parent.nodes.get(container.id)?.refused !== undefined) return []
    const several = starts.length > 1 ? [problem('SEVERAL_STARTS_IN_SUB_PROCESS', container.id, { starts: ids(starts) })] : []
    if (container.triggered) {
      if (starts.length === 0) return [problem('EVENT_SUB_PROCESS_START_MISSING', container.id, { name: container.name })]
      const without = starts.filter(node => node.events.length === 0)
      return [...several, ...without.map(node => problem('EVENT_SUB_PROCESS_TRIGGER_MISSING', node.id, { name: node.name }))]
    }
    const triggered = starts.filter(node => node.events.length > 0)
    return [...triggered.map(node => problem('SUB_PROCESS_START_TRIGGER', node.id, { name: node.name })), ...several]
  })

const ids = (nodes: { id: string }[]): string[] => nodes.map(node => node.id)

const inside = (node: ElementModel): Problem[] =>
  node.events
    .filter(event => ['Error', 'Escalation', 'Compensate'].includes(event.type))
    .map(event => problem('START_TRIGGER_INSIDE_ONLY', node.id, { name: node.name, trigger: event.type }))

/** Several none starts are legal, but a start must then name one. */
export const severalStarts: Rule = context =>
  context.places.flatMap(({ container, parent }) => {
    const none = parent ? [] : container.nodes.filter(node => node.kind === 'start' && node.events.length === 0)
    return none.length > 1 ? [problem('SEVERAL_STARTS', container.id, { starts: none.map(node => node.id) })] : []
  })
