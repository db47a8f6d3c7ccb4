import type { Field, Form, SubformField } from '#core/form/form'
import type { Problem } from '#core/problem'
import { checkReferences, fieldsOf } from '#core/rule/check-references'

/** What is wrong with one expression where it stands: of the form, or in the rows of `owner`. */
export const checkExpression = (source: string, form: Form, owner?: SubformField): Problem[] =>
  checkReferences(source, fieldsOf(owner ?? form), { me: 'any', ...(owner ? { parent: 'any' as const } : {}) })

/** The expression with the slip mended that a problem names; undefined when there is nothing to propose. */
export function mended(source: string, { code, params = {} }: Problem): string | undefined {
  const { name, didYouMean, position } = params
  if (typeof name !== 'string' || typeof didYouMean !== 'string') return undefined
  if (code === 'EXPR_UNKNOWN_FUNCTION')
    return source.replace(`$${name.replace(/^\$/, '')}`, () => `$${didYouMean.replace(/^\$/, '')}`)
  if (code === 'UNKNOWN_VARIABLE') return source.replace(`$${name}`, () => `$${didYouMean}`)
  if (code !== 'UNKNOWN_FIELD' || typeof position !== 'number') return undefined
  const quoted = source[position] === '`' || source[position] === '"'
  return source.slice(0, position) + didYouMean + source.slice(position + name.length + (quoted ? 2 : 0))
}

/** Fields that an expression at this place may read, by the name it writes them with. */
export function readable(form: Form, owner?: SubformField): { path: string; field: Field }[] {
  const real = (fields: Field[]) => fields.filter(field => field.kind !== 'divider' && field.kind !== 'description')
  if (owner)
    return [
      ...real(owner.fields).map(field => ({ path: field.key, field })),
      ...real(form.fields)
        .filter(field => field.key !== owner.key)
        .map(field => ({ path: `$parent.${field.key}`, field })),
    ]
  return real(form.fields).flatMap(field => [
    { path: field.key, field },
    ...(field.kind === 'subform' ? real(field.fields).map(inner => ({ path: `${field.key}.${inner.key}`, field: inner })) : []),
  ])
}
