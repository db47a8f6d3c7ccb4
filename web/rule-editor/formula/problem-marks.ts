import type { Fields } from '#core/rule/check-references'
import type { Problem } from '#core/problem'
import { checkReferences } from '#core/rule/check-references'

/** A problem with its place in the source, and the text that mends it where one is known. */
export interface Mark {
  from: number
  to: number
  problem: Problem
  mend?: string
}

/** Faults of an expression for the editor: where they stand, and how a misspelt name is mended. */
export function marksOf(source: string, fields: Fields): Mark[] {
  if (source.trim() === '') return [{ from: 0, to: source.length, problem: { code: 'EXPR_EMPTY' } }]
  return checkReferences(source, fields).map(problem => {
    const { position, name, didYouMean } = problem.params ?? {}
    const at = Math.min(typeof position === 'number' ? position : source.length, source.length)
    const mend = typeof didYouMean === 'string' ? didYouMean : undefined
    if (problem.code === 'UNKNOWN_FIELD')
      return { from: at, to: Math.min(at + String(name).length, source.length), problem, mend }
    if (typeof name === 'string') {
      const from = source.lastIndexOf(name, at)
      if (from >= 0) return { from, to: from + name.length, problem, mend }
    }
    // The gate tells the offset just behind the token that it stumbled on.
    const from = Math.max(0, source.slice(0, at).search(/\S\s*$/))
    return { from, to: Math.max(at, from), problem }
  })
}
