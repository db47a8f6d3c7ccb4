import { problem, type Problem } from '../problem.js'
import { DEFAULT_NESTING, NESTING, PREFIXES, SOURCE_CHARACTERS } from './limits.js'
import { tokens } from './tokens.js'

/**
 * Limits that must hold before the parser sees the source: it recurses into brackets and prefixes, and copies what stands
 * left of `?:` and `??`, so that nesting those doubles the tree at every level.
 */
export const gateSource = (source: string): Problem | undefined => {
  if (source.length > SOURCE_CHARACTERS) {
    return problem('EXPR_TOO_LONG', undefined, { length: source.length, limit: SOURCE_CHARACTERS })
  }
  if (source.trim() === '') return problem('EXPR_EMPTY')
  let prefixes = 0
  // One entry per open bracket: copies in the operand being read, and the most seen in it.
  const levels = [{ copies: 0, most: 0 }]
  for (const token of tokens(source)) {
    const level = levels.at(-1)!
    prefixes = token.kind === 'operator' && token.prefix ? prefixes + 1 : 0
    if (prefixes > PREFIXES) return problem('EXPR_TOO_DEEP', undefined, { position: token.end, limit: PREFIXES })
    if (token.kind === 'open') {
      levels.push({ copies: 0, most: 0 })
      if (levels.length > NESTING + 1) return problem('EXPR_TOO_DEEP', undefined, { position: token.end, limit: NESTING })
    } else if (token.kind === 'close' && levels.length > 1) {
      levels.pop()
      levels.at(-1)!.copies = Math.max(levels.at(-1)!.copies, level.copies, level.most)
    } else if (token.text === '?:' || token.text === '??') {
      level.most = Math.max(level.most, level.copies + 1)
      level.copies = 0
      if (level.most > DEFAULT_NESTING)
        return problem('EXPR_TOO_DEEP', undefined, { position: token.end, limit: DEFAULT_NESTING })
    } else if (token.text === ',' || token.text === ';') {
      level.most = Math.max(level.most, level.copies)
      level.copies = 0
    }
  }
  return undefined
}
