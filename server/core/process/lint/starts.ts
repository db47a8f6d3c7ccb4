import { problem } from '../../problem.js'
import { isStart, type Rule } from './rule.js'

/** A sub-process begins in one place and without a trigger of its own (BPMN 2.0.2 §10.3.5, §10.5.2). */
export const subProcessStarts: Rule = context =>
  context.places.flatMap(({ container, parent }) => {
    if (!parent) return []
    const starts = container.nodes.filter(isStart)
    const host = parent.nodes.get(container.id)
    if (host?.refused !== undefined) return []
    const triggered = starts.filter(node => node.events.length > 0)
    return [
      ...triggered.map(node => problem('SUB_PROCESS_START_TRIGGER', node.id, { name: node.name })),
      ...(starts.length > 1
        ? [problem('SEVERAL_STARTS_IN_SUB_PROCESS', container.id, { starts: starts.map(node => node.id) })]
        : []),
    ]
  })

/** Several none starts are legal, but a start must then name one. */
export const severalStarts: Rule = context =>
  context.places.flatMap(({ container, parent }) => {
    const none = parent ? [] : container.nodes.filter(node => node.kind === 'none-start')
    return none.length > 1 ? [problem('SEVERAL_STARTS', container.id, { starts: none.map(node => node.id) })] : []
  })
