import { references } from '#core/rule/references'
import { isExpression } from '#core/form/defaults'
import type { Field, Form } from '#core/form/form'
import { quoteField } from '#core/rule/names'

/** Renames one key in an expression wherever the path up to it matches. `at` says which step of a path is meant, or undefined. */
export function renameIn(source: string, at: (root: string, path: string[]) => number | undefined, to: string): string {
  let text = source
  for (let turn = 0; turn < 200; turn++) {
    const found = references(text)
    if ('code' in found) return text
    const hit = found.flatMap(({ root, path, positions }) => {
      const step = at(root, path)
      return step === undefined || path[step] === undefined ? [] : [{ key: path[step], position: positions[step]! }]
    })[0]
    if (!hit) return text
    const quoted = text[hit.position] === '`' || text[hit.position] === '"'
    text = text.slice(0, hit.position) + quoteField(to) + text.slice(hit.position + hit.key.length + (quoted ? 2 : 0))
  }
  return text
}

/** Calls `change` for every expression of the form and stores what it answers. `row`: key of the subform whose rows it is worked out in. */
export function mapExpressions(form: Form, change: (source: string, row?: string) => string): void {
  const walk = (field: Field, row?: string) => {
    if (field.computed !== undefined) field.computed = change(field.computed, row)
    if (field.visibleWhen !== undefined) field.visibleWhen = change(field.visibleWhen, row)
    if (isExpression(field.default)) field.default = { expression: change(field.default.expression, row) }
    if (field.kind === 'subform') field.fields.forEach(inner => walk(inner, field.key))
  }
  form.fields.forEach(field => walk(field))
  for (const check of form.checks ?? []) check.when = change(check.when)
}
