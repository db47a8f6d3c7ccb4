import type { Form } from '#core/form/form'
import { mapExpressions, renameIn } from './expressions'
import { find, type Path } from './find'

/** Gives a field another key, everywhere in the form that names it: layout, settings, checks and expressions. Returns the new path. */
export function renameKey(form: Form, path: Path, to: string): Path {
  const found = find(form, path)
  if (!found || found.field.key === to) return path
  const from = found.field.key
  const owner = found.owner?.key
  mapExpressions(form, (source, row) =>
    renameIn(
      source,
      (root, steps) => {
        if (owner !== undefined) {
          if (row === owner && root === 'input') return steps[0] === from ? 0 : undefined
          const outer = row === undefined ? ['input', 'previous'] : ['parent']
          return outer.includes(root) && steps[0] === owner && steps[1] === from ? 1 : undefined
        }
        const outer = row === undefined ? ['input', 'previous'] : ['parent']
        return outer.includes(root) && steps[0] === from ? 0 : undefined
      },
      to,
    ),
  )
  found.field.key = to
  if (owner !== undefined) return `${owner}.${to}`
  for (const cell of form.layout) if (cell.field === from) cell.field = to
  const { settings } = form
  for (const list of ['title', 'facts', 'list', 'internal'] as const)
    if (settings?.[list]) settings[list] = settings[list].map(key => (key === from ? to : key))
  for (const one of ['owner', 'due'] as const) if (settings?.[one] === from) settings[one] = to
  for (const check of form.checks ?? []) if (check.at === from) check.at = to
  return to
}
