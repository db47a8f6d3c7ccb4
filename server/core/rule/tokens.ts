export interface Token {
  kind: 'operand' | 'operator' | 'open' | 'close'
  text: string
  start: number
  end: number
  /** Nothing stands to its left: a sign, a field called `and`, a regular expression. */
  prefix: boolean
}

const OPEN = '([{'
const CLOSE = ')]}'
const STOPS = '.[]{}(),@#;:?+-*/%|=<>^&!~'
const PAIRS = ['**', '..', ':=', '!=', '<=', '>=', '~>', '?:', '??']
const WORDS = new Set(['and', 'or', 'in'])
const isSpace = (char: string) => char !== '' && ' \t\n\r\v'.includes(char)

/**
 * Tokens of an expression before it is parsed, in one pass and without recursion, with JSONata's own rules for strings, quoted
 * names, comments and for telling a division from a regular expression. Where the two could still be told apart differently,
 * JSONata's parser stops with a syntax error at that very token, so nothing can hide from who reads these tokens.
 */
export const tokens = (source: string): Token[] => {
  const found: Token[] = []
  let at = 0
  let operandBefore = false
  const push = (kind: Token['kind'], end: number) => {
    found.push({ kind, text: source.slice(at, end), start: at, end, prefix: !operandBefore })
    operandBefore = kind === 'operand' || kind === 'close'
    at = end
  }
  while (at < source.length) {
    const char = source[at]!
    if (isSpace(char)) at++
    else if (source.startsWith('/*', at)) at = after(source, '*/', at + 2)
    else if (char === '"' || char === "'") push('operand', endOfString(source, at))
    else if (char === '`') push('operand', after(source, '`', at + 1))
    else if (char === '/' && !operandBefore) push('operand', endOfRegex(source, at))
    else if (OPEN.includes(char)) push('open', at + 1)
    else if (CLOSE.includes(char)) push('close', at + 1)
    else if (PAIRS.includes(source.slice(at, at + 2))) push(startOf(source.slice(at, at + 2)), at + 2)
    else if (STOPS.includes(char)) push(startOf(char), at + 1)
    else {
      const end = endOfName(source, at)
      push(WORDS.has(source.slice(at, end)) && operandBefore ? 'operator' : 'operand', end)
    }
  }
  return found

  /** `*`, `**` and `%` with nothing to their left are wildcards and the parent. */
  function startOf(text: string): Token['kind'] {
    return !operandBefore && (text === '*' || text === '**' || text === '%') ? 'operand' : 'operator'
  }
}

const after = (source: string, mark: string, from: number) => {
  const found = source.indexOf(mark, from)
  return found < 0 ? source.length : found + mark.length
}

const endOfString = (source: string, start: number) => {
  let at = start + 1
  while (at < source.length && source[at] !== source[start]) at += source[at] === '\\' ? 2 : 1
  return Math.min(at + 1, source.length)
}

const endOfRegex = (source: string, start: number) => {
  let depth = 0
  for (let at = start + 1; at < source.length; at++) {
    const char = source[at]!
    if (char === '/' && depth === 0 && backslashesBefore(source, at) % 2 === 0) {
      at++
      while (source[at] === 'i' || source[at] === 'm') at++
      return at
    }
    if (source[at - 1] === '\\') continue
    if (OPEN.includes(char)) depth++
    else if (CLOSE.includes(char)) depth--
  }
  return source.length
}

const backslashesBefore = (source: string, at: number) => {
  let count = 0
  while (source[at - count - 1] === '\\') count++
  return count
}

const endOfName = (source: string, start: number) => {
  let at = start
  while (at < source.length && !isSpace(source[at]!) && !STOPS.includes(source[at]!)) at++
  return Math.max(at, start + 1)
}
