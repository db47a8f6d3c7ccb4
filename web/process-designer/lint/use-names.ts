import { child } from '#core/process/bpmn/moddle'
import { word } from '../settings/edit'
import { kindName } from '../kind'
import { useStudio } from '../studio'
import type { NameOf } from './problem-words'

/** Elements by name; flows without one by where they lead, others by what they are. */
export function useNames(): NameOf {
  const studio = useStudio()
  return id => {
    void studio.tick.value
    const element = studio.shapeOf(id)?.businessObject
    if (!element) return undefined
    const target = child(element, 'targetRef')
    return word(element, 'name') || (target ? `→ ${word(target, 'name') || kindName(target)}` : kindName(element))
  }
}
