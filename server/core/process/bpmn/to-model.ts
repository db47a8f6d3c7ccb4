import { problem, type Problem } from '../../problem.js'
import { dataOf, mappingsOf } from './data-of.js'
import { eventOf } from './event-of.js'
import { expressionOf, number } from './expression-of.js'
import { foreignHints } from './foreign/camunda.js'
import { foreignMappings } from './foreign/mappings.js'
import { kindOf } from './kind-of.js'
import type { NodeSettings } from '../definition.js'
import { loopOf } from './loop-of.js'
import type { Container, ElementModel, FlowModel, Model, Root } from './model.js'
import { child, extension, foreign, list, prop, text, type Moddle } from './moddle.js'
import { readExpression, settingsOf } from './settings.js'

/** bpmn-moddle's tree (from a file, or as the designer holds it) → our model. Lenient: what is broken is kept for lint to name. */
export function toModel(definitions: Moddle): Model {
  const roots = list(definitions, 'rootElements')
  const of = (type: string, code: string): Root[] => roots.filter(root => root.$type === type).map(root => rootOf(root, code))
  const global = roots.filter(root => /^bpmn:Global\w*Task$/.test(root.$type))
  const collaborations = roots.filter(root => root.$type === 'bpmn:Collaboration')
  return {
    processes: [...roots.filter(root => root.$type === 'bpmn:Process').map(container), ...global.map(globalTask)],
    messages: of('bpmn:Message', ''),
    errors: of('bpmn:Error', 'errorCode'),
    signals: of('bpmn:Signal', ''),
    escalations: of('bpmn:Escalation', 'escalationCode'),
    messageFlows: collaborations.flatMap(each => list(each, 'messageFlows').map(messageFlow)),
  }
}

const messageFlow = (flow: Moddle): Model['messageFlows'][number] => ({
  id: flow.id ?? '',
  source: child(flow, 'sourceRef')?.id ?? '',
  target: child(flow, 'targetRef')?.id ?? '',
})

function rootOf(root: Moddle, code: string): Root {
  const id = root.id ?? ''
  const number = code === '' ? undefined : text(root, code)
  const key = text(root, 'formloom:correlationKey') ?? foreignHints(root).settings.correlationKey
  return { id, name: text(root, 'name') ?? id, ...(number ? { code: number } : {}), ...(key ? { correlationKey: key } : {}) }
}

function container(element: Moddle): Container {
  const parts = list(element, 'flowElements')
  const flows = parts.filter(part => part.$type === 'bpmn:SequenceFlow').map(flowOf)
  const nodes = parts.filter(part => part.$type !== 'bpmn:SequenceFlow' && !DATA.test(part.$type)).map(nodeOf)
  const [zone, calendar] = [text(element, 'formloom:zone'), text(element, 'formloom:calendar')]
  const byId = new Map(nodes.map(node => [node.id, node]))
  lanes(list(element, 'laneSets'), byId)
  associate(list(element, 'artifacts'), byId)
  return {
    id: element.id ?? '',
    name: text(element, 'name') ?? element.id ?? '',
    type: element.$type,
    executable: prop(element, 'isExecutable') === true,
    ...(prop(element, 'triggeredByEvent') === true ? { triggered: true as const } : {}),
    ...(zone ? { zone } : {}),
    ...(calendar ? { calendar } : {}),
    nodes,
    flows,
    data: dataOf(parts),
    drawn: parts
      .filter(part => part.$type === 'bpmn:DataStoreReference')
      .map(part => ({ id: part.id ?? '', name: text(part, 'name') ?? '', type: part.$type })),
  }
}

const DATA = /^bpmn:Data(Object|ObjectReference|StoreReference)$/
const CONTAINERS = new Set(['bpmn:SubProcess', 'bpmn:Transaction', 'bpmn:AdHocSubProcess'])

/** A global task is a process of its own with one task (BPMN 2.0.2 §10.3.6). */
function globalTask(task: Moddle): Container {
  const node = nodeOf(task)
  const { id, name } = node
  return {
    id,
    name: name || id,
    type: task.$type,
    executable: false,
    global: true,
    nodes: [node],
    flows: [],
    data: [],
    drawn: [],
  }
}

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

/** Compensation handlers hang on their boundary event by an association, in whichever direction it was drawn. */
function associate(artifacts: Moddle[], nodes: Map<string, ElementModel>): void {
  for (const artifact of artifacts) {
    if (artifact.$type !== 'bpmn:Association') continue
    const ends = ['sourceRef', 'targetRef'].map(name => nodes.get(child(artifact, name)?.id ?? ''))
    for (const [event, handler] of [ends, ends.toReversed()])
      if (event?.kind === 'boundary' && event.events.some(each => each.type === 'Compensate') && handler && handler !== event)
        event.compensator = handler.id
  }
}

function nodeOf(element: Moddle): ElementModel {
  const id = element.id ?? ''
  const { settings, problems } = settingsOf(element)
  const events = [...list(element, 'eventDefinitions'), ...list(element, 'eventDefinitionRef')].map(event => eventOf(event, id))
  const message = child(element, 'messageRef')
  if (message && events.length === 0) events.push({ type: 'Message', ref: message.id ?? '', problems: [] })
  const verdict = kindOf(element, element.$type.endsWith('Task') ? [] : events)
  const byDefault = child(element, 'default')
  const host = child(element, 'attachedToRef')
  const interrupting = prop(element, element.$type === 'bpmn:StartEvent' ? 'isInterrupting' : 'cancelActivity') !== false
  return {
    id,
    type: element.$type,
    name: text(element, 'name') ?? '',
    ...verdict,
    events,
    ...(byDefault ? { default: byDefault.id ?? '' } : {}),
    ...(host ? { attachedTo: host.id ?? '' } : {}),
    interrupting,
    ...(CONTAINERS.has(element.$type) ? { inner: container(element) } : {}),
    ...markers(element, id, settings, problems),
    settings,
    problems,
  }
}

type Markers = Partial<ElementModel>

function markers(element: Moddle, id: string, settings: NodeSettings, problems: Problem[]): Markers {
  // what these list decides nothing: the element runs without it
  const others = foreignMappings(element, id, problems)
  const before = problems.length
  const found: Markers = mappingsOf(element, id, problems, others)
  const loop = loopOf(element, id, problems)
  if (loop) found.loop = loop
  for (const name of ['startQuantity', 'completionQuantity'] as const) {
    const quantity = number(element, name)
    if (quantity !== undefined && quantity !== 1) found[name] = quantity
  }
  if (prop(element, 'parallelMultiple') === true) found.parallelMultiple = true
  if (prop(element, 'isForCompensation') === true) found.forCompensation = true
  if (element.$type === 'bpmn:Transaction') found.transaction = true
  if (prop(element, 'instantiate') === true)
    found.instantiate = text(element, 'eventGatewayType') === 'Parallel' ? 'parallel' : 'exclusive'
  if (element.$type === 'bpmn:ComplexGateway') {
    const activation = expressionOf(element, 'activationCondition', id, problems)
    if (activation !== undefined) found.activation = activation
  }
  if (element.$type === 'bpmn:AdHocSubProcess') {
    const until = expressionOf(element, 'completionCondition', id, problems)
    found.adHoc = {
      sequential: text(element, 'ordering') === 'Sequential',
      ...(until === undefined ? {} : { until }),
      cancelRemaining: prop(element, 'cancelRemainingInstances') !== false,
    }
  }
  if (element.$type === 'bpmn:CallActivity') {
    const eight = extension(element, 'zeebe:calledElement')
    const called = child(element, 'calledElement')?.id ?? text(element, 'calledElement')
    const process = called ?? (eight && (text(eight, 'processId') ?? foreign(eight, 'processId'))) ?? ''
    const version = text(element, 'formloom:version')
    found.called = {
      process,
      ...(version ? { version } : {}),
      ...(prop(element, 'formloom:inheritAll') === true ? { inheritAll: true as const } : {}),
    }
  }
  // logic of another tool that could not be translated: running into it is a repair, never a guess
  const logic = problems.slice(before).find(each => each.code === 'FOREIGN_NOT_TRANSLATED')
  if (logic) settings.foreign = String(logic.params?.text)
  return found
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
