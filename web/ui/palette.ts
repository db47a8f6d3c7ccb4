import { ref } from 'vue'

export const paletteOpen = ref(false)
export const openPalette = (): void => {
  paletteOpen.value = true
}

export interface Target {
  key: string
  label: string
  /** Where it is: app of a form, kind of a page. */
  hint: string
  to: string
}

/** The targets that contain every word, those that begin with the first word before the others; at most 12. */
export function findTargets(targets: Target[], typed: string): Target[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const text = (target: Target) => `${target.label} ${target.hint}`.toLowerCase()
  const found = targets.filter(target => words.every(word => text(target).includes(word)))
  const rank = (target: Target) => (words[0] && target.label.toLowerCase().startsWith(words[0]) ? 0 : 1)
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, 12)
}
