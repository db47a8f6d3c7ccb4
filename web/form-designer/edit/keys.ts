import type { Field } from '#core/form/form'

export const keyPattern = /^[a-z][a-zA-Z0-9]{0,39}$/

/** A key that no sibling has: the wish itself, else with a number. */
export function freshKey(taken: Iterable<string>, wish: string): string {
  const known = new Set(taken)
  const stem = wish.replace(/\d+$/, '').slice(0, 36) || 'field'
  if (wish !== stem && !known.has(wish)) return wish
  if (!known.has(stem) && wish === stem) return stem
  for (let n = 2; ; n++) if (!known.has(`${stem}${n}`)) return `${stem}${n}`
}

/** A label that no sibling has: "行业 2". */
export function freshLabel(siblings: Field[], label: string): string {
  const known = new Set(siblings.map(field => (typeof field.label === 'string' ? field.label : field.label.zh)))
  if (!known.has(label) || !label) return label
  const stem = label.replace(/ \d+$/, '')
  for (let n = 2; ; n++) if (!known.has(`${stem} ${n}`)) return `${stem} ${n}`
}

/** "Contact person" → contactPerson; undefined when no Latin letter begins it. */
export function keyFromWords(words: string): string | undefined {
  const parts = words.split(/[^A-Za-z0-9]+/).filter(Boolean)
  const key = parts
    .map((part, index) => (index ? part[0]!.toUpperCase() + part.slice(1) : part[0]!.toLowerCase() + part.slice(1)))
    .join('')
  return keyPattern.test(key) ? key : undefined
}
