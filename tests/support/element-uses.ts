import { child, list, prop, text, type Moddle } from '#core/process/bpmn/moddle'

/** Which rows of the element table a diagram uses: `type`, `position trigger`, marker. One walk over its tree. */
export function usesIn(definitions: Moddle): Set<string> {
  const used = new Set<string>()
  const roots = list(definitions, 'rootElements')
  for (const root of roots) {
    if (/^bpmn:Global\w*Task$/.test(root.$type)) used.add(root.$type)
    if (root.$type === 'bpmn:Process') container(root, used)
    for (const _pool of list(root, 'participants')) used.add('bpmn:Participant')
    for (const _flow of list(root, 'messageFlows')) used.add('bpmn:MessageFlow')
  }
  return used
}

function container(holder: Moddle, used: Set<string>): void {
  if (list(holder, 'laneSets').length > 0) used.add('bpmn:Lane')
  for (const element of list(holder, 'flowElements')) {
    if (element.$type.startsWith('bpmn:Data')) used.add(element.$type)
    else if (element.$type.endsWith('Event')) used.add(eventKey(element, holder))
    else activity(element, used)
    if (list(element, 'flowElements').length > 0) container(element, used)
  }
}

function activity(element: Moddle, used: Set<string>): void {
  const { $type } = element
  if ($type === 'bpmn:SubProcess') used.add(prop(element, 'triggeredByEvent') === true ? 'event sub-process' : $type)
  else if ($type === 'bpmn:AdHocSubProcess') used.add(`${$type} ${text(element, 'ordering') ?? 'Parallel'}`)
  else if (prop(element, 'instantiate') === true) used.add(`${$type} ${text(element, 'eventGatewayType') ?? 'Exclusive'}`)
  else used.add($type)
  for (const name of ['startQuantity', 'completionQuantity']) if (Number(prop(element, name) ?? 1) !== 1) used.add(name)
  if (prop(element, 'isForCompensation') === true) used.add('isForCompensation')
  if (list(element, 'dataInputAssociations').length + list(element, 'dataOutputAssociations').length > 0)
    used.add('bpmn:DataAssociation')
  for (const each of list(child(element, 'extensionElements') ?? element, 'values'))
    if (/^formloom:(in|out)put$/i.test(each.$type)) used.add(each.$type.toLowerCase())
  const loop = child(element, 'loopCharacteristics')
  if (loop) for (const each of loopKeys(loop)) used.add(each)
}

function loopKeys(loop: Moddle): string[] {
  if (loop.$type === 'bpmn:StandardLoopCharacteristics')
    return [
      `standard loop, tested ${prop(loop, 'testBefore') === true ? 'before' : 'after'}`,
      ...(prop(loop, 'loopMaximum') === undefined ? [] : ['loopMaximum']),
    ]
  return [
    `multi-instance ${prop(loop, 'isSequential') === true ? 'sequential' : 'parallel'}`,
    child(loop, 'loopCardinality') ? 'loopCardinality' : 'collection',
    ...(child(loop, 'completionCondition') ? ['completionCondition'] : []),
    `behavior ${text(loop, 'behavior') ?? 'All'}`,
  ]
}

/** Position, trigger, and where it matters whether it interrupts. */
export function eventKey(event: Moddle, holder: Moddle): string {
  const definitions = [...list(event, 'eventDefinitions'), ...list(event, 'eventDefinitionRef')]
  const several = prop(event, 'parallelMultiple') === true ? 'ParallelMultiple' : 'Multiple'
  const trigger = definitions.length > 1 ? several : (definitions[0]?.$type.replace(/^bpmn:|EventDefinition$/g, '') ?? 'None')
  const inside = event.$type === 'bpmn:StartEvent' && prop(holder, 'triggeredByEvent') === true
  const position = inside ? 'event sub-process start' : event.$type
  // compensation comes when its scope is done: there is nothing to interrupt
  const ends = trigger === 'Compensate' || prop(event, inside ? 'isInterrupting' : 'cancelActivity') !== false
  return `${position} ${trigger}${inside || event.$type === 'bpmn:BoundaryEvent' ? (ends ? ' interrupting' : ' non-interrupting') : ''}`
}
