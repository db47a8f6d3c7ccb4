import { dataName, loopOf } from '#core/process/bpmn/loop-of'
import { mappingsOf } from '#core/process/bpmn/data-of'
import { foreignMappings } from '#core/process/bpmn/foreign/mappings'
import { child, list, type Moddle } from '#core/process/bpmn/moddle'
import { COUNTERS } from '#core/process/loops/counters'
import { readAction } from './action'
import { word } from './edit'

/** Variables that elements write by name: results, items of loops, mappings, data objects. */
export function variablesOf(elements: Moddle[]): string[] {
  const names = elements.flatMap(element => {
    const action = readAction(element)
    const loop = loopOf(element, '', [])
    const items = loop?.type === 'multi' ? [loop.item ?? '', loop.output ?? ''] : []
    const { inputs = [], outputs = [] } = mappingsOf(element, '', [], foreignMappings(element, '', []))
    const data = element.$type === 'bpmn:DataObjectReference' ? [dataName(element)] : []
    const mapped = [...inputs, ...outputs].map(each => each.name)
    return [word(element, 'formloom:resultVariable'), action.into, action.result, ...items, ...mapped, ...data]
  })
  return [...new Set(names.filter(name => name !== ''))]
}

/** What loops and complex gateways count, where there are any. */
export const countersOf = (elements: Moddle[]): string[] => [
  ...(elements.some(element => child(element, 'loopCharacteristics')) ? COUNTERS : []),
  ...(elements.some(element => element.$type === 'bpmn:ComplexGateway') ? ['activationCount', 'waitingForStart'] : []),
]

/** Data of messages and signals, scripts without a result and calls without outputs may bring any name, so names cannot be checked. */
export const bringsAnyName = (elements: Moddle[]): boolean =>
  elements.some(
    element =>
      (element.$type === 'bpmn:ScriptTask' && word(element, 'formloom:resultVariable') === '') ||
      (element.$type === 'bpmn:CallActivity' &&
        mappingsOf(element, '', [], foreignMappings(element, '', [])).outputs === undefined) ||
      child(element, 'messageRef') !== undefined ||
      list(element, 'eventDefinitions').some(event => /^bpmn:(Message|Signal)EventDefinition$/.test(event.$type)),
  )
