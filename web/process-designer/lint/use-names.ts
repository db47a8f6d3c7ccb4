import { word } from '../settings/edit'
import { kindName } from '../kind'
import { useStudio } from '../studio'
import type { NameOf } from './problem-words'

/** Elements by name; those without one by what they are ("未命名的用户任务" is said by the texts). */
export function useNames(): NameOf {
  const studio = useStudio()
  return id => {
    void studio.tick.value
    const element = studio.shapeOf(id)?.businessObject
    return element && (word(element, 'name') || kindName(element))
  }
}
