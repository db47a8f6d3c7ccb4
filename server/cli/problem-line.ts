import type { Problem } from '#core/problem'
import type { Finding } from '#core/process/read-definition'
import { MOVING } from './sentences-moving.js'
import { SENTENCES } from './sentences.js'

/** A problem with its English sentence and mend, as `--json` gives it. */
export function told(found: Problem & { severity?: string }): Problem & { severity?: string; message: string; mend: string } {
  const [message, mend] = SENTENCES[found.code] ?? MOVING[found.code] ?? ['', '']
  const facts = { at: found.at, ...found.params }
  return { ...found, message: fill(message, facts) || found.code, mend: fill(mend, facts) }
}

/** `error  CODE  element  message  Mend: …` on one line. */
export const findingLine = (found: Finding): string => `${found.severity}  ${problemLine(found)}`

export function problemLine(found: Problem): string {
  const { code, at, message, mend } = told(found)
  const line = found.params?.line
  const place = line === undefined ? (at ?? '-') : `${at ?? '-'} (line ${line})`
  return `${code}  ${place}  ${message}${mend ? `  Mend: ${mend}` : ''}`.replace(/\s*\n\s*/g, ' ')
}

const fill = (sentence: string, facts: Record<string, unknown>): string =>
  sentence
    .replace(/\[([^[\]]*\{(\w+)\}[^[\]]*)\]/g, (_all, part: string, name: string) => (facts[name] ? part : ''))
    .replace(/\{(\w+)\}/g, (_all, name: string) => asText(facts[name]))

const asText = (value: unknown): string => (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value))
