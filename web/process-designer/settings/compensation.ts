import { child, list, prop, type Moddle } from '#core/process/bpmn/moddle'
import { word } from './edit'

const ACTIVITY = /Task$|SubProcess$|Transaction$|CallActivity$/

export const readCompensation = (event: Moddle): { activity: string; wait: boolean } => ({
  activity: child(event, 'activityRef')?.id ?? '',
  wait: prop(event, 'waitForCompletion') !== false,
})

/** Activities that a compensation event may name: beside it, and, in an event sub-process, those beside that. */
export function compensable(thrower: Moddle): { id: string; name: string; element: Moddle }[] {
  const around = thrower.$parent
  const places = around && prop(around, 'triggeredByEvent') === true ? [around, around.$parent] : [around]
  return places
    .flatMap(place => (place ? list(place, 'flowElements') : []))
    .filter(each => ACTIVITY.test(each.$type) && prop(each, 'isForCompensation') !== true && each !== around)
    .map(element => ({ id: element.id ?? '', name: word(element, 'name') || (element.id ?? ''), element }))
}
