import { problem } from '../../problem.js'
import { looksLiteral } from '../schedule.js'
import { foreignHints } from './foreign/camunda.js'
import { kindOf } from './kind-of.js'
import type { Container, ElementModel, EventModel, FlowModel, Model, Root } from './model.js'
import { child, list, prop, text, type Moddle } from './moddle.js'
import { readExpression, settingsOf } from './settings.js'

/** bpmn-moddle's tree (from a file, or as the designer holds it) → our model. Lenient: what is broken is kept for lint to name. */
export function toModel(definitions: Moddle): Model {
  const roots = list(definitions, 'rootElements')
  const of = (type: string, code: string): Root[] => roots.filter(root => root.$type === type).map(root => rootOf(root, code))
  return {
    processes: roots.filter(root => root.$type === 'bpmn:Process').map(container),
    messages: of('bpmn:Message', ''),
    errors: of('bpmn:Error', 'errorCode'),
    signals: of('bpmn:Signal', ''),
    escalations: of('bpmn:Escalation', 'escalationCode'),
  }
}

function rootOf(root: Moddle, code: string): Root {
  const id = root.id ?? ''
  const number = code === '' ? undefined : text(root, code)
  const key = text(root, 'formloom:correlationKey') ?? foreignHints(root).settings.correlationKey
  return { id, name: text(root, 'name') ?? id, ...(number ? { code: number } : {}), ...(key ? { correlationKey: key } : {}) }
}

function container(element: Moddle): Container {
  const parts = list(element, 'flowElements')
  const flows = parts.filter(part => part.$type === 'bpmn:SequenceFlow').map(flowOf)
  const drawn = parts.filter(part => DRAWN.test(part.$type))
  const nodes = parts.filter(part => part.$type !== 'bpmn:SequenceFlow' && !DRAWN.test(part.$type)).map(nodeOf)
  const zone = text(element, 'formloom:zone')
  lanes(list(element, 'laneSets'), new Map(nodes.map(node => [node.id, node])))
  return {
    id: element.id ?? '',
    name: text(element, 'name') ?? element.id ?? '',
    type: element.$type,
    executable: prop(element, 'isExecutable') === true,
    ...(zone ? { zone } : {}),
    nodes,
    flows,
    drawn: drawn.map(part => ({ id: part.id ?? '', name: text(part, 'name') ?? '', type: part.$type })),
  }
}

const DRAWN = /^bpmn:Data(Object|ObjectReference|StoreReference)$/
const CONTAINERS = new Set(['bpmn:SubProcess', 'bpmn:Transaction', 'bpmn:AdHocSubProcess'])

/** Innermost lane last: it names the person where the task itself does not. */
function lanes(sets: Moddle[], nodes: Map<string, ElementModel>): void {
  for (const lane of sets.flatMap(set => list(set, 'lanes'))) {
    const { assignment } = settingsOf(lane).settings
    for (const part of list(lane, 'flowNodeRef')) {
      const node = nodes.get(part.id ?? '')
      if (!node || node.type !== 'bpmn:UserTask') continue
      node.lane = lane.id ?? ''
      node.laneAssignment = assignment ?? node.laneAssignment
    }
    const inner = child(lane, 'childLaneSet')
    if (inner) lanes([inner], nodes)
  }
}

function nodeOf(element: Moddle): ElementModel {
  const { settings, problems } = settingsOf(element)
  const events = [...list(element, 'eventDefinitions'), ...list(element, 'eventDefinitionRef')].map(event =>
    eventOf(event, element.id),
  )
  const message = child(element, 'messageRef')
  if (message && events.length === 0) events.push({ type: 'Message', ref: message.id ?? '', problems: [] })
  const verdict = kindOf(element, element.$type.endsWith('Task') ? [] : events)
  const byDefault = child(element, 'default')
  const host = child(element, 'attachedToRef')
  return {
    id: element.id ?? '',
    type: element.$type,
    name: text(element, 'name') ?? '',
    ...verdict,
    events,
    ...(byDefault ? { default: byDefault.id ?? '' } : {}),
    ...(host ? { attachedTo: host.id ?? '' } : {}),
    interrupting: prop(element, 'cancelActivity') !== false,
    ...(CONTAINERS.has(element.$type) ? { inner: container(element) } : {}),
    settings,
    problems,
  }
}

const REFERENCES = ['messageRef', 'errorRef', 'signalRef', 'escalationRef']

function eventOf(event: Moddle, id: string | undefined): EventModel {
  const type = event.$type.replace(/^bpmn:|EventDefinition$/g, '')
  const target = REFERENCES.map(name => child(event, name)).find(found => found !== undefined)
  const key = text(event, 'formloom:correlationKey')
  const model: EventModel = {
    type,
    ...(target ? { ref: target.id ?? '' } : {}),
    ...(key ? { correlationKey: key } : {}),
    problems: [],
  }
  if (type !== 'Timer') return model
  for (const [name, kind] of [
    ['timeDate', 'date'],
    ['timeDuration', 'duration'],
    ['timeCycle', 'cycle'],
  ] as const) {
    const expression = child(event, name)
    const body = expression && text(expression, 'body')?.trim()
    if (!body) continue
    const read = readExpression(body, text(expression, 'language'))
    if ('foreign' in read) model.problems.push(problem('TIMER_NOT_UNDERSTOOD', id, { type: kind, text: body }))
    else model.timer = { type: kind, text: read.expression, literal: looksLiteral(read.expression) }
  }
  return model
}

function flowOf(flow: Moddle): FlowModel {
  const id = flow.id ?? ''
  const expression = child(flow, 'conditionExpression')
  const body = expression && text(expression, 'body')?.trim()
  const [source, target] = ['sourceRef', 'targetRef'].map(name => child(flow, name)?.id)
  const read = body ? readExpression(body, text(expression, 'language')) : undefined
  const problems = read && 'foreign' in read ? [problem('FOREIGN_NOT_TRANSLATED', id, { text: read.foreign })] : []
  return {
    id,
    name: text(flow, 'name') ?? '',
    ...(source === undefined ? {} : { source }),
    ...(target === undefined ? {} : { target }),
    ...(read && 'expression' in read ? { when: read.expression } : {}),
    ...(read && 'foreign' in read ? { foreign: read.foreign } : {}),
    problems,
  }
}
