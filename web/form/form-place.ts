import type { Names } from './people'
import { inject, provide, type InjectionKey, type Ref } from 'vue'

/** Where a form is shown: what its fields need besides their own definition and value. */
export interface FormPlace {
  /** Language of labels and texts that the form's admin wrote. */
  language: Ref<'zh' | 'en'>
  /** IANA zone of wall-clock times. */
  zone: Ref<string>
  /** One column, sheets from below instead of floating panels. */
  phone: Ref<boolean>
  /** Path below /api/v1 that takes uploads; undefined where nothing can be uploaded (a preview). */
  files: Ref<string | undefined>
  /** Nobody is signed in: there is no organisation to pick people from. */
  anonymous: Ref<boolean>
  /** Names of people and departments that occur in values, by id. Pickers add to it. */
  names: Names
}

const key: InjectionKey<FormPlace> = Symbol('form-place')

export const providePlace = (place: FormPlace): void => provide(key, place)

export function usePlace(): FormPlace {
  const place = inject(key)
  if (!place) throw new Error('A field stands outside of a FormView')
  return place
}

/** What every field component is told besides its definition and value. */
export interface FieldLook {
  /** Id of the control, for its label. */
  id: string
  /** Ids of hint and error. */
  describedBy?: string
  /** The label, for controls that a <label> cannot name and as the title of sheets. */
  label: string
  invalid: boolean
  required: boolean
  /** Stands in a table cell: no border of its own. */
  bare?: boolean
}
