import type { Option } from '#core/form/form'
import { longestOption } from '#core/form/options'
import { textIn } from '#core/problem'

/** Lines of a pasted text → labels: list marks go, empty lines and doubles too. Cells of a spreadsheet row are options of their own. */
export function labelsOf(text: string): string[] {
  const labels = text
    .split(/\r?\n|\t/)
    .map(line =>
      line
        .replace(/^\s*(?:[-*•·]|\d{1,3}[.、)）])\s*/, '')
        .trim()
        .slice(0, longestOption),
    )
    .filter(Boolean)
  return [...new Set(labels)]
}

/** A new option. Its value is its label, so that tables and exports read well; without one a number. */
export function newOption(options: Option[], label: string): Option {
  const taken = new Set(options.map(option => option.value))
  if (label && !taken.has(label)) return { value: label, label }
  for (let n = options.length + 1; ; n++) if (!taken.has(`option${n}`)) return { value: `option${n}`, label }
}

/** Puts labels in after `index`; those that are there already are left out. Returns how many were new. */
export function insertLabels(options: Option[], index: number, labels: string[]): number {
  const known = new Set(options.map(option => textIn(option.label, 'zh')))
  const fresh = labels.filter(label => !known.has(label))
  fresh.forEach((label, offset) => options.splice(index + 1 + offset, 0, newOption(options, label)))
  return fresh.length
}

/**
 * Renames an option. Its value follows only while nobody can know it: not published (`known`), and made from the label or a number.
 */
export function renameOption(options: Option[], index: number, label: string, known: (value: string) => boolean): void {
  const option = options[index]
  if (!option) return
  const before = textIn(option.label, 'zh')
  const own = option.value === before || /^option\d+$/.test(option.value)
  option.label = typeof option.label === 'string' ? label : { ...option.label, zh: label }
  const value = label.trim().slice(0, longestOption)
  if (own && value && !known(option.value) && !options.some(each => each !== option && each.value === value)) option.value = value
}

export function moveOption<T>(options: T[], from: number, to: number): void {
  const [moved] = options.splice(from, 1)
  if (moved !== undefined) options.splice(to, 0, moved)
}
