import type { Form } from '#core/form/form'
import { keepable } from '@/form/keepable'
import type { Typed } from '@/form/typed-values'

/**
 * Answers for "one more" through the same link, as long as the page lives: the company stays, what is personal goes, because the next
 * person at this device may be another one.
 */
const kept = new Map<string, Typed>()

export function keepFor(token: string, form: Form, typed: Typed): void {
  const impersonal = form.fields.filter(field => !field.personal)
  kept.set(token, keepable({ ...form, fields: impersonal }, typed))
}

export function takeKept(token: string): Typed {
  const values = kept.get(token) ?? {}
  kept.delete(token)
  return values
}

export const hasKept = (token: string): boolean => Object.keys(kept.get(token) ?? {}).length > 0
