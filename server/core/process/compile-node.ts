import type { ElementModel, EventModel, Model, Root } from './bpmn/model.js'
import type { EventSpec, Node } from './graph.js'

/** One element → its node, with what it references resolved. */
export function compileNode(element: ElementModel, index: number, scope: number, model: Model): Node {
  const { id, type, name, settings, laneAssignment } = element
  const assignment = settings.assignment ?? laneAssignment
  return {
    index,
    id,
    kind: element.kind!,
    type,
    name: name || id,
    scope,
    incoming: [],
    outgoing: [],
    attached: [],
    events: eventsOf(element, model),
    ...copied(element),
    settings: { ...settings, ...(assignment ? { assignment } : {}) },
  }
}

const COPIED = [
  'parallelMultiple',
  'transaction',
  'adHoc',
  'called',
  'loop',
  'inputs',
  'outputs',
  'startQuantity',
  'completionQuantity',
  'forCompensation',
  'activation',
  'instantiate',
] as const

const copied = (element: ElementModel): Partial<Node> =>
  Object.fromEntries(COPIED.filter(key => element[key] !== undefined).map(key => [key, element[key]]))

function eventsOf(element: ElementModel, model: Model): EventSpec[] {
  const events = element.events.map(event => eventOf(element, event, model))
  const messaging = element.kind === 'send-task' || element.kind === 'receive-task'
  if (!messaging || events.length > 0 || element.settings.action) return throughFlows(element, events, model)
  return throughFlows(element, [{ type: 'message', name: element.id, ...keyed(element.settings.correlationKey) }], model)
}

/** What a message flow is drawn to is sent under the name that its receiver listens for. */
function throughFlows(element: ElementModel, events: EventSpec[], model: Model): EventSpec[] {
  const sends = element.kind === 'throw' || element.kind === 'end' || element.kind === 'send-task'
  if (!sends || !events.some(event => event.type === 'message')) return events
  const targets = model.messageFlows.filter(flow => flow.source === element.id).map(flow => receiverOf(flow.target, model))
  const names = [...new Set(targets.filter(name => name !== undefined))]
  if (names.length === 0) return events
  const key = keyed(events.find(event => event.type === 'message')?.key)
  return [
    ...events.filter(event => event.type !== 'message'),
    ...names.map((name): EventSpec => ({ type: 'message', name, ...key })),
  ]
}

function receiverOf(id: string, model: Model): string | undefined {
  const open = model.processes.flatMap(process => process.nodes)
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.id === id) {
      const event = node.events.find(each => each.type === 'Message')
      return event || node.kind === 'receive-task' ? nameOf(event?.ref, model.messages, id) : undefined
    }
    open.push(...(node.inner?.nodes ?? []))
  }
  return undefined
}

function untranslated({ problems }: EventModel): { foreign?: string } {
  const found = problems.find(each => each.code === 'FOREIGN_NOT_TRANSLATED')
  return found ? { foreign: String(found.params?.text) } : {}
}

const nameOf = (ref: string | undefined, roots: Root[], fallback: string): string =>
  roots.find(root => root.id === ref)?.name ?? fallback

const keyed = (key: string | undefined): { key?: string } => (key === undefined ? {} : { key })

function eventOf(element: ElementModel, event: EventModel, model: Model): EventSpec {
  const code = (roots: Root[]): { code?: string } => {
    const root = roots.find(each => each.id === event.ref)
    return root ? { code: root.code ?? root.id } : {}
  }
  switch (event.type) {
    case 'Message': {
      const root = model.messages.find(each => each.id === event.ref)
      const key = element.settings.correlationKey ?? event.correlationKey ?? root?.correlationKey
      return { type: 'message', name: root?.name ?? element.id, ...keyed(key) }
    }
    case 'Timer':
      return { type: 'timer', timer: event.timer! }
    case 'Signal':
      return { type: 'signal', name: nameOf(event.ref, model.signals, element.id) }
    case 'Conditional':
      return { type: 'condition', when: event.when ?? '', ...untranslated(event) }
    case 'Error':
      return { type: 'error', ...code(model.errors) }
    case 'Escalation':
      return { type: 'escalation', ...code(model.escalations) }
    case 'Compensate':
      return { type: 'compensation', wait: event.wait ?? true, ...(event.activity ? { activity: event.activity } : {}) }
    case 'Link':
      return { type: 'link', name: event.link ?? '' }
    case 'Cancel':
      return { type: 'cancel' }
    default:
      return { type: 'terminate' }
  }
}
