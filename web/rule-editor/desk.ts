import type { Field, Form } from '#core/form/form'
import type { RuleSet } from '#core/rule/rule-set'
import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { Reading } from '@/data-grid/value-text'
import type { Place } from './edits'

/** What every part of the rule editor works on. */
export interface Desk {
  form: Ref<Form>
  rules: Ref<RuleSet>
  published: Ref<RuleSet | null>
  /** The line whose formula is shown. */
  place: Ref<Place | undefined>
  reading: Ref<Reading>
  /** "2026-11-21", where the form's clock hangs. */
  today: Ref<string>
  /** The next rules; `step` joins edits of one place into one step back. */
  put: (next: RuleSet, step?: string) => void
  /** How many problems stand at a line, and whether they are seen. */
  faulty: (place: Place) => boolean
  fieldOf: (key: string) => Field | undefined
}

const key: InjectionKey<Desk> = Symbol('rule-desk')

export const provideDesk = (desk: Desk): void => provide(key, desk)

export function useDesk(): Desk {
  const desk = inject(key)
  if (!desk) throw new Error('A part of the rule editor stands outside of it')
  return desk
}

export const samePlace = (left: Place | undefined, right: Place | undefined): boolean =>
  left?.rule === right?.rule && left?.item === right?.item
