import { accessOf, mayWrite } from '#core/form/access'
import { isEmpty } from '#core/form/clean-text'
import { kindOf } from '#core/form/fields/index'
import type { AccessMap, Form, Values } from '#core/form/form'

/** Keys of the fields that this step fills. */
export const writable = (form: Form, access: AccessMap): string[] =>
  form.fields
    .filter(field => kindOf(field).group !== 'layout' && mayWrite(accessOf(field, field.key, 'user', access)))
    .map(field => field.key)

/** The form cut down to what is filled here: the rest is hidden, it is told as text elsewhere on the page. */
export const editAccess = (form: Form, access: AccessMap): AccessMap => {
  const keys = new Set(writable(form, access))
  return {
    ...access,
    ...Object.fromEntries(form.fields.filter(field => !keys.has(field.key)).map(field => [field.key, 'hidden' as const])),
  }
}

/** The form as text: without what is filled elsewhere (`without`) and without what is empty. */
export const readAccess = (form: Form, access: AccessMap, values: Values, without: readonly string[]): AccessMap => ({
  ...access,
  ...Object.fromEntries(
    form.fields
      .filter(field => kindOf(field).group !== 'layout' && (without.includes(field.key) || isEmpty(values[field.key])))
      .map(field => [field.key, 'hidden' as const]),
  ),
})
