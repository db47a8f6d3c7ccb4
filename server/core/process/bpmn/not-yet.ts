import { prop, type Moddle } from './moddle.js'
import type { EventModel } from './model.js'

/** What is read and compiled but not executed yet: refused by name, never passed through. */
export function notYet(element: Moddle, events: readonly EventModel[]): string | undefined {
  if (prop(element, 'isForCompensation') === true) return 'isForCompensation'
  for (const quantity of ['startQuantity', 'completionQuantity']) {
    const value = prop(element, quantity)
    if (typeof value === 'number' && value !== 1) return quantity
  }
  const type = element.$type.slice('bpmn:'.length)
  if (['ComplexGateway', 'AdHocSubProcess', 'Transaction'].includes(type)) return type.charAt(0).toLowerCase() + type.slice(1)
  const event = events.find(each => each.type === 'Compensate' || each.type === 'Cancel')
  return event && `${event.type.toLowerCase()}${type}`
}
