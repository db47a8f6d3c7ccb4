import type { Json, Problem } from '../problem.js'
import { evaluate, type Run } from './run.js'

const HOLE = /\{\{([\s\S]*?)\}\}/g

/** A text with JSONata in `{{ }}`; what gives nothing leaves nothing. `encode` is put over every inserted piece. */
export async function fill(
  run: Run,
  at: string,
  text: string,
  encode: (piece: string) => string = piece => piece,
): Promise<{ text: string } | { problem: Problem }> {
  let filled = ''
  let from = 0
  for (const hole of text.matchAll(HOLE)) {
    const result = await evaluate(run, at, hole[1]!)
    if ('problem' in result) return result
    filled += text.slice(from, hole.index) + encode(asText(result.value))
    from = hole.index + hole[0].length
  }
  return { text: filled + text.slice(from) }
}

/** A body: one JSONata expression when the whole text is a single `{{ }}`, else a filled text, read as JSON where it is JSON. */
export async function fillJson(run: Run, at: string, text: string): Promise<{ value: Json } | { problem: Problem }> {
  const whole = /^\s*\{\{((?:(?!\}\})[\s\S])*)\}\}\s*$/.exec(text)
  if (whole) {
    const result = await evaluate(run, at, whole[1]!)
    return 'problem' in result ? result : { value: result.value ?? null }
  }
  const filled = await fill(run, at, text)
  if ('problem' in filled) return filled
  try {
    return { value: JSON.parse(filled.text) as Json }
  } catch {
    return { value: filled.text }
  }
}

export const holes = (text: string): string[] => [...text.matchAll(HOLE)].map(hole => hole[1]!)

const asText = (value: Json | undefined): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
