import { computed, type ComputedRef } from 'vue'
import type { Moddle } from '#core/process/bpmn/moddle'
import type { Change } from '../settings/edit'
import type { Shape } from '../shape'
import { fromDiagram, useStudio } from '../studio'

/** The element that a section is about. Sections live as long as it is selected, so late writes still meet it. */
export interface Owner {
  shape: Shape
  /** Whose settings are shown: the element itself, or the process of a pool. */
  owner: Moddle
}

export function useOwner(props: Owner) {
  const studio = useStudio()
  const { shape, owner } = props
  return {
    studio,
    create: studio.create,
    read: <T>(read: (owner: Moddle) => T): ComputedRef<T> => fromDiagram(studio, () => read(owner)),
    apply: (changes: Change[]): void => studio.apply(changes, shape),
    /** Properties of the element itself. */
    set: (properties: Record<string, unknown>): void => studio.apply([{ target: owner, properties }], shape),
    always: computed(() => owner),
  }
}
