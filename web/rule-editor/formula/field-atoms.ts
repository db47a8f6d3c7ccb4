import type { Field, Form } from '#core/form/form'
import { tokens } from '#core/rule/tokens'

/** A field where an expression names it: `from` and `to` are offsets in the source. */
export interface Atom {
  from: number
  to: number
  field: Field
  /** Of `items.price`: the rows that the field stands in. */
  outer?: Field
}

/**
 * The fields that an expression names, also while it is half written. A name after a dot belongs to the rows before it; what stands in
 * quotes, what follows `$` and the key of an object are none.
 */
export function atomsOf(source: string, form: Form): Atom[] {
  const found: Atom[] = []
  const all = tokens(source)
  all.forEach(({ text, start, end, kind }, index) => {
    if (kind !== 'operand' || /^["'$\d/]/.test(text)) return
    const key = text.startsWith('`') ? text.slice(1, -1) : text
    const isInner = all[index - 1]?.text === '.'
    const last = found.at(-1)
    if (isInner) {
      const outer = last && last.to === all[index - 1]!.start && last.field.kind === 'subform' ? last.field : undefined
      const field = outer?.fields.find(each => each.key === key)
      if (outer && field) found.splice(-1, 1, { from: last!.from, to: end, field, outer })
      return
    }
    const field = form.fields.find(each => each.key === key)
    if (field) found.push({ from: start, to: end, field })
  })
  return found
}
