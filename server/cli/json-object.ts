import type { Json } from '#core/problem'

/** Text → JSON object, or undefined when it is none. */
export function jsonObject(text: string): Record<string, Json> | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, Json>) : undefined
  } catch {
    return undefined
  }
}
