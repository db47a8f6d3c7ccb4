import { problem, type Problem } from '../../problem.js'
import { checkReferences, type Fields } from '../../rule/check-references.js'
import { gate } from '../../rule/gate.js'
import type { Action } from '../definition.js'
import type { LoopSpec } from '../graph.js'
import type { ElementModel } from '../bpmn/model.js'
import { holes } from '../template.js'
import { COUNTERS } from '../loops/counters.js'
import { looksLiteral } from '../schedule.js'
import { everyFlow, everyNode, type Context, type Rule } from './rule.js'

/** Expressions parse and pass the gate; at publish they read only fields and variables that exist ("did you mean …?"). */
export const expressions: Rule = context => {
  const names = namesIn(context)
  const check = (at: string, setting: string, source: string): Problem[] => {
    const passed = gate(source)
    const found = 'code' in passed ? [passed] : names ? checkReferences(source, names, VARIABLES) : []
    return found.map(({ code, params }) => problem(code, at, { ...params, setting, expression: source }))
  }
  return [
    ...everyFlow(context).flatMap(({ flow }) => (flow.when === undefined ? [] : check(flow.id, 'condition', flow.when))),
    ...everyNode(context).flatMap(({ node }) => sourcesOf(node).flatMap(([setting, source]) => check(node.id, setting, source))),
  ]
}

const VARIABLES = { now: 'any', initiator: 'any' } as const

function sourcesOf(node: ElementModel): [setting: string, source: string][] {
  const { settings, events } = node
  const found: [string, string | undefined][] = [
    ['script', settings.script],
    ['correlationKey', settings.correlationKey],
    ['due', settings.due !== undefined && !looksLiteral(settings.due) ? settings.due : undefined],
    ['assignment', settings.assignment?.type === 'expression' ? settings.assignment.expression : undefined],
    ...(settings.approval?.approvers ?? []).map((rule): [string, string | undefined] => [
      'assignment',
      rule.type === 'expression' ? rule.expression : undefined,
    ]),
    ['formTrigger', settings.trigger?.when],
    ...events.map((event): [string, string | undefined] => [
      'timer',
      event.timer && !event.timer.literal ? event.timer.text : undefined,
    ]),
    ...events.map((event): [string, string | undefined] => ['correlationKey', event.correlationKey]),
    ...(settings.action ? inAction(settings.action) : []),
    ...inLoop(node.loop),
    ...events.map((event): [string, string | undefined] => ['condition', event.when]),
    ['completionCondition', node.adHoc?.until],
    ['activationCondition', node.activation],
    ...[...(node.inputs ?? []), ...(node.outputs ?? [])].map(({ name, value }): [string, string] => [`mapping.${name}`, value]),
  ]
  return found.filter((each): each is [string, string] => each[1] !== undefined)
}

function inLoop(loop: LoopSpec | undefined): [string, string | undefined][] {
  if (!loop) return []
  if (loop.type === 'standard') return [['loopCondition', loop.while]]
  const { cardinality, collection, outputItem, until, complex } = loop
  return [
    ['loopCardinality', cardinality],
    ['collection', collection],
    ['outputItem', outputItem],
    ['completionCondition', until],
    ...complex.map(({ when }): [string, string] => ['condition', when]),
  ]
}

function inAction(action: Action): [string, string][] {
  if (action.type === 'set-fields' || action.type === 'create-record')
    return Object.entries(action.values).map(([field, source]) => [`action.${field}`, source])
  const texts =
    action.type === 'notify' ? [action.title, action.body] : action.type === 'webhook' ? [action.url, action.body ?? ''] : []
  const to = action.type === 'notify' || action.type === 'set-person' ? action.to : undefined
  const people: [string, string][] = to?.type === 'expression' ? [['action.to', to.expression]] : []
  return [...texts.flatMap(holes).map((source): [string, string] => ['action', source]), ...people]
}

/** Fields and variables that can exist, or undefined where that cannot be known: message data and free scripts may bring any name. */
function namesIn(context: Context): Fields | undefined {
  if (!context.known?.fields) return undefined
  const names: Fields = { ...context.known.fields }
  for (const { node } of everyNode(context)) {
    const { settings } = node
    // a free script, and a called process without output mappings, may bring any name
    const free =
      (node.kind === 'script-task' && settings.resultVariable === undefined) || (node.kind === 'call-activity' && !node.outputs)
    if (free || node.events.some(event => event.type === 'Message' || event.type === 'Signal')) return undefined
    const { action } = settings
    const made = [
      settings.resultVariable,
      action && 'into' in action ? action.into : undefined,
      action && 'result' in action ? action.result : undefined,
      ...(node.loop?.type === 'multi' ? [node.loop.item, node.loop.output] : []),
      ...(node.loop ? COUNTERS : []),
      ...[...(node.inputs ?? []), ...(node.outputs ?? [])].map(({ name }) => name),
      ...(node.kind === 'complex-gateway' ? ['activationCount', 'waitingForStart'] : []),
    ]
    for (const name of made) if (name !== undefined) names[name] = anything
  }
  for (const { container } of context.places) for (const { name } of container.data) names[name] = anything
  return { ...names, outcome: true, opinion: true, outcomes: anything, picks: anything }
}

/** A variable whose inner keys are not known. */
const anything = new Proxy(
  {},
  { getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, value: anything }), get: () => anything },
) as Fields
