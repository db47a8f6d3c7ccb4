/** A row of the element table. `key` is what `usesIn` finds; `probe` a file that is read where no story uses it. */
export interface Row {
  key: string
  name: string
  /** Words in the names of its own stories. */
  words: string[]
  type?: string
  trigger?: string
  /** Where it is written, if not in the files of its element and trigger. */
  file?: string
  probe?: string
}

const namespaces = `xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`
const file = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions ${namespaces} targetNamespace="http://example.com">
<bpmn:message id="M" name="m"/><bpmn:signal id="S" name="s"/><bpmn:error id="E" errorCode="e"/><bpmn:escalation id="X" escalationCode="x"/>
<bpmn:process id="p" isExecutable="true">${inside}</bpmn:process></bpmn:definitions>`

const flow = (id: string, from: string, to: string) => `<bpmn:sequenceFlow id="${id}" sourceRef="${from}" targetRef="${to}"/>`
const timer = '<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>'
const message = '<bpmn:messageEventDefinition messageRef="M"/>'
const DEFINITIONS: Record<string, string> = {
  None: '',
  Message: message,
  Timer: timer,
  Signal: '<bpmn:signalEventDefinition signalRef="S"/>',
  Conditional:
    '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">a</bpmn:condition></bpmn:conditionalEventDefinition>',
  Error: '<bpmn:errorEventDefinition errorRef="E"/>',
  Escalation: '<bpmn:escalationEventDefinition escalationRef="X"/>',
  Compensate: '<bpmn:compensateEventDefinition/>',
  Cancel: '<bpmn:cancelEventDefinition/>',
  Link: '<bpmn:linkEventDefinition name="l"/>',
  Terminate: '<bpmn:terminateEventDefinition/>',
  Multiple: message + timer,
  ParallelMultiple: message + timer,
}
const words = (trigger: string): string => trigger.replace(/(?!^)([A-Z])/, ' $1').toLowerCase()
const NAMES: Record<string, string> = { Compensate: 'compensation' }

/** Every trigger at every position; what may not stand there is refused. */
export const eventRows: Row[] = Object.keys(DEFINITIONS).flatMap(trigger => {
  const parallel = trigger === 'ParallelMultiple' ? ' parallelMultiple="true"' : ''
  const event = (tag: string, attributes = '') =>
    `<bpmn:${tag} id="e"${attributes}${parallel}>${DEFINITIONS[trigger]}</bpmn:${tag}>`
  const row = (key: string, name: string, type: string, probe: string, own: string): Row => ({
    key: `${key.replace(' *', ` ${trigger}`)}`,
    name: name.replace('*', NAMES[trigger] ?? words(trigger)),
    words: [
      `${NAMES[trigger] ?? words(trigger).replace(' ', '-')}-${own}`,
      `${own}-${NAMES[trigger] ?? words(trigger).replace(' ', '-')}`,
    ],
    type,
    trigger,
    probe: file(probe),
  })
  const task = '<bpmn:startEvent id="s"/><bpmn:task id="t"/>' + flow('f', 's', 't')
  return [
    row(
      'bpmn:StartEvent *',
      'start event, *',
      'bpmn:StartEvent',
      `${event('startEvent')}<bpmn:task id="t"/>${flow('f', 'e', 't')}`,
      'start',
    ),
    ...[true, false].map(ends => {
      const said = ends ? 'interrupting' : 'non-interrupting'
      const handler = `<bpmn:subProcess id="h" triggeredByEvent="true">${event('startEvent', ` isInterrupting="${ends}"`)}<bpmn:task id="ht"/>${flow('hf', 'e', 'ht')}</bpmn:subProcess>`
      const inside = `<bpmn:startEvent id="s"/><bpmn:subProcess id="w"><bpmn:startEvent id="ws"/>${handler}</bpmn:subProcess>${flow('f', 's', 'w')}`
      return row(
        `event sub-process start * ${said}`,
        `start of an event sub-process, *, ${said}`,
        'bpmn:StartEvent',
        inside,
        'event-sub-process',
      )
    }),
    row(
      'bpmn:IntermediateCatchEvent *',
      'intermediate catch event, *',
      'bpmn:IntermediateCatchEvent',
      `<bpmn:startEvent id="s"/>${event('intermediateCatchEvent')}${flow('f', 's', 'e')}`,
      'events',
    ),
    row(
      'bpmn:IntermediateThrowEvent *',
      'intermediate throw event, *',
      'bpmn:IntermediateThrowEvent',
      `<bpmn:startEvent id="s"/>${event('intermediateThrowEvent')}${flow('f', 's', 'e')}`,
      'throw',
    ),
    ...[true, false].map(ends => {
      const said = ends ? 'interrupting' : 'non-interrupting'
      const inside = `${task}${event('boundaryEvent', ` attachedToRef="t" cancelActivity="${ends}"`)}<bpmn:endEvent id="x"/>${flow('g', 'e', 'x')}`
      return row(`bpmn:BoundaryEvent * ${said}`, `boundary event, *, ${said}`, 'bpmn:BoundaryEvent', inside, 'boundary')
    }),
    row(
      'bpmn:EndEvent *',
      'end event, *',
      'bpmn:EndEvent',
      `<bpmn:startEvent id="s"/>${event('endEvent')}${flow('f', 's', 'e')}`,
      'end',
    ),
  ].filter(({ key }) => !/Compensate non-interrupting$/.test(key))
})

const element = (name: string, type: string, key = type): Row => {
  const tag = type.replace('bpmn:', '').replace(/^./, letter => letter.toLowerCase())
  const probe = file(`<bpmn:startEvent id="s"/><bpmn:${tag} id="e"/>${flow('f', 's', 'e')}`)
  return { key, name, type, words: [name.replaceAll(' ', '-')], probe }
}
const part = (name: string, key: string, where: string, ...own: string[]): Row => ({ key, name, file: where, words: own })

export const otherRows: Row[] = [
  element('task', 'bpmn:Task'),
  ...['User', 'Manual', 'Service', 'Script', 'BusinessRule', 'Send', 'Receive'].map(name =>
    element(`${words(name)} task`, `bpmn:${name}Task`),
  ),
  element('receive task that starts an instance', 'bpmn:ReceiveTask', 'bpmn:ReceiveTask Exclusive'),
  element('global task', 'bpmn:GlobalTask'),
  ...['User', 'Manual', 'Script', 'BusinessRule'].map(name => element(`global ${words(name)} task`, `bpmn:Global${name}Task`)),
  ...['Exclusive', 'Parallel', 'Inclusive', 'Complex'].map(name => element(`${words(name)} gateway`, `bpmn:${name}Gateway`)),
  element('event-based gateway', 'bpmn:EventBasedGateway'),
  element('event-based gateway that starts an instance, exclusive', 'bpmn:EventBasedGateway', 'bpmn:EventBasedGateway Exclusive'),
  element('event-based gateway that starts an instance, parallel', 'bpmn:EventBasedGateway', 'bpmn:EventBasedGateway Parallel'),
  element('sub-process', 'bpmn:SubProcess'),
  { ...element('event sub-process', 'bpmn:SubProcess', 'event sub-process'), file: 'elements/sub-process.ts' },
  { ...element('transaction', 'bpmn:Transaction'), file: 'transactions.ts' },
  element('ad-hoc sub-process, parallel', 'bpmn:AdHocSubProcess', 'bpmn:AdHocSubProcess Parallel'),
  element('ad-hoc sub-process, sequential', 'bpmn:AdHocSubProcess', 'bpmn:AdHocSubProcess Sequential'),
  element('call activity', 'bpmn:CallActivity'),
  ...['ChoreographyTask', 'SubChoreography', 'CallChoreography'].map(name => element(words(name), `bpmn:${name}`)),
  part('standard loop, tested before', 'standard loop, tested before', 'loops/finish.ts', 'standard-loop-before'),
  part('standard loop, tested after', 'standard loop, tested after', 'loops/finish.ts', 'standard-loop-after'),
  part('loopMaximum', 'loopMaximum', 'loops/finish.ts', 'standard-loop-maximum'),
  part('multi-instance, parallel', 'multi-instance parallel', 'loops/spawn.ts', 'multi-instance'),
  part('multi-instance, sequential', 'multi-instance sequential', 'loops/spawn.ts', 'multi-instance-sequential'),
  part('multi-instance, loopCardinality', 'loopCardinality', 'loops/how-many.ts', 'multi-instance-cardinality'),
  part('multi-instance, collection', 'collection', 'loops/how-many.ts', 'multi-instance-collection'),
  part('multi-instance, completionCondition', 'completionCondition', 'loops/iteration-done.ts', 'multi-instance-until'),
  ...['None', 'One', 'All', 'Complex'].map(name =>
    part(
      `multi-instance, behavior ${name}`,
      `behavior ${name}`,
      'loops/iteration-done.ts',
      `multi-instance-behavior-${words(name)}`,
    ),
  ),
  part('startQuantity', 'startQuantity', 'advance.ts', 'quantities'),
  part('completionQuantity', 'completionQuantity', 'moves.ts', 'quantities'),
  part('isForCompensation', 'isForCompensation', 'compensate.ts', 'compensation'),
  part('data object', 'bpmn:DataObject', 'bpmn/data-of.ts', 'data-'),
  part('data store reference', 'bpmn:DataStoreReference', 'lint/drawn-only.ts', 'data-store'),
  part('data association', 'bpmn:DataAssociation', 'bpmn/data-of.ts', 'data-association'),
  part('input mapping', 'formloom:input', 'mappings.ts', 'mappings'),
  part('output mapping', 'formloom:output', 'mappings.ts', 'mappings'),
  part('lane', 'bpmn:Lane', 'bpmn/to-model.ts', 'lanes'),
  part('pool', 'bpmn:Participant', 'bpmn/to-model.ts', 'pools'),
  part('message flow', 'bpmn:MessageFlow', 'bpmn/to-model.ts', 'pools'),
]
