import { hasText, t } from '@/text'

/** `Append {type}` → `appendType`: the key of a bpmn-js string in text/<language>/bpmn.ts. */
export const textKey = (template: string): string =>
  template
    .replace(/[^a-zA-Z0-9]+/g, ' ')
    .trim()
    .split(' ')
    .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('')

/** bpmn-js's own strings in the language of the page. What we have no words for stays as bpmn-js says it. */
export function translate(template: string, replacements: Record<string, unknown> = {}): string {
  const key = `bpmn.${textKey(template)}`
  if (hasText(key)) return t(key, replacements)
  return template.replace(/\{([^}]+)\}/g, (whole, name: string) => String(replacements[name] ?? whole))
}

export const translateModule = { translate: ['value', translate] }
