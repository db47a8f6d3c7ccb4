import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import { child, list, type Moddle } from '#core/process/bpmn/moddle'
import type { House } from './house'
import type { Lint } from './lint/use-lint'
import type { Change, Create } from './settings/edit'
import type { Shape } from './shape'

/** What the property panel works on. */
export interface Studio {
  /** Counts up with every change of the diagram: reading through `read` follows it. */
  tick: Ref<number>
  /** What is selected; nothing selected is the process itself; undefined: several. */
  selected: ShallowRef<Shape | undefined>
  create: Create
  house: House
  lint: Lint
  /** One step of undo on the selected element, or on `element`. */
  apply(changes: Change[], element?: Shape): void
  shapeOf(id: string): Shape | undefined
  shapes(): Shape[]
  select(id: string): void
  definitions(): Moddle | undefined
}

const key: InjectionKey<Studio> = Symbol('studio')
export const provideStudio = (studio: Studio): void => provide(key, studio)

export function useStudio(): Studio {
  const studio = inject(key)
  if (!studio) throw new Error('outside of a process designer')
  return studio
}

/** A value read from the diagram, computed anew after every change of it. */
export function fromDiagram<T>(studio: Studio, read: () => T): ComputedRef<T> {
  return computed(() => {
    void studio.tick.value
    return read()
  })
}

/** The process that the diagram is about: of a collaboration, the one that has elements. */
export function processOf(definitions: Moddle | undefined): Moddle | undefined {
  const all = list(definitions ?? { $type: '' }, 'rootElements').filter(each => each.$type === 'bpmn:Process')
  return all.find(each => list(each, 'flowElements').length > 0) ?? all[0]
}

/** The moddle object whose settings the panel shows for a shape: a pool stands for its process. */
export function subjectOf(shape: Shape, definitions: Moddle | undefined): Moddle {
  const { businessObject } = shape
  if (businessObject.$type === 'bpmn:Collaboration') return processOf(definitions) ?? businessObject
  if (businessObject.$type === 'bpmn:Participant') return child(businessObject, 'processRef') ?? businessObject
  return businessObject
}
