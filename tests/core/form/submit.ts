import type { Form, Values } from '#core/form/form'
import { validate, type ValidateOptions } from '#core/form/validate'
import { evaluateInProcess } from '#core/rule/evaluate'
import { aContext } from '../../support/forms.js'

/** A new record by a signed-in person, unless `options` say otherwise. */
export const submit = (form: Form, raw: unknown, options: Partial<ValidateOptions> = {}) =>
  validate(form, raw, { mode: 'create', door: 'user', context: aContext, evaluate: evaluateInProcess, ...options })

/** A change of some keys of a record. */
export const patch = (form: Form, previous: Values, raw: unknown, options: Partial<ValidateOptions> = {}) =>
  submit(form, raw, { mode: 'update', partial: true, previous, ...options })

/** Exactly these problems, in this order; params are not compared. */
export const problems = (...list: [code: string, at?: string][]) => ({
  problems: list.map(([code, at]) => expect.objectContaining({ code, ...(at === undefined ? {} : { at }) }) as unknown),
})
