/**
 * Simple conditions of Camunda 7, Activiti and Flowable (`${amount > 5}`) and of Camunda 8 (FEEL, `=amount > 5`) → JSONata. Paths, literals,
 * comparison, and/or/not, arithmetic, `empty`, `.equals()`; anything else is left alone and said so.
 */
export function translate(source: string): { jsonata: string } | { foreign: string } | undefined {
  const text = source.trim()
  const el = /^[$#]\{([\s\S]*)\}$/.exec(text)
  const feel = !el && text.startsWith('=') ? text.slice(1) : undefined
  const inner = el ? el[1]! : feel
  if (inner === undefined) return /[$#]\{/.test(text) ? { foreign: text } : undefined
  const jsonata = new Translation(inner, feel !== undefined).run()
  return jsonata === undefined ? { foreign: text } : { jsonata }
}

type Piece = { code: string; path: boolean; strength: number }

const BINARY: Record<string, [jsonata: string, strength: number]> = {
  '||': ['or', 1],
  or: ['or', 1],
  '&&': ['and', 2],
  and: ['and', 2],
  '==': ['=', 3],
  eq: ['=', 3],
  '!=': ['!=', 3],
  ne: ['!=', 3],
  '<': ['<', 4],
  lt: ['<', 4],
  '<=': ['<=', 4],
  le: ['<=', 4],
  '>': ['>', 4],
  gt: ['>', 4],
  '>=': ['>=', 4],
  ge: ['>=', 4],
  '+': ['+', 5],
  '-': ['-', 5],
  '*': ['*', 6],
  '/': ['/', 6],
}
const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|("(?:[^"\\]|\\["\\])*"|'(?:[^'\\]|\\['\\])*')|([\p{L}_][\p{L}\p{N}_]*)|(\|\||&&|==|!=|<=|>=|[-+*/<>=!().,]))/uy

/** Precedence climbing over a handful of operators; `undefined` as soon as something is not known. */
class Translation {
  private readonly tokens: string[] = []
  private at = 0
  private broken = false

  constructor(
    source: string,
    private readonly feel: boolean,
  ) {
    TOKEN.lastIndex = 0
    let end = 0
    for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source)) {
      this.tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4]!)
      end = TOKEN.lastIndex
    }
    if (source.slice(end).trim() !== '' || this.tokens.length > 200) this.broken = true
  }

  run(): string | undefined {
    if (this.broken || this.tokens.length === 0) return undefined
    const piece = this.binary(1)
    return this.broken || this.at < this.tokens.length ? undefined : piece.code
  }

  private binary(least: number): Piece {
    let left = this.unary()
    for (;;) {
      const sign = this.tokens[this.at]
      const known =
        sign === '=' && this.feel ? BINARY['==']! : sign !== undefined && Object.hasOwn(BINARY, sign) ? BINARY[sign]! : undefined
      if (!known || known[1] < least || this.broken) return left
      this.at += 1
      const right = this.binary(known[1] + 1)
      left = { code: this.compare(left, known[0], right), path: false, strength: known[1] }
    }
  }

  /** Elsewhere a missing value equals null; in JSONata it equals nothing. */
  private compare(left: Piece, sign: string, right: Piece): string {
    if (right.code === 'null' && left.path && sign === '=') return `($not($exists(${left.code})) or ${left.code} = null)`
    if (right.code === 'null' && left.path && sign === '!=') return `($exists(${left.code}) and ${left.code} != null)`
    return `${left.code} ${sign} ${right.code}`
  }

  private unary(): Piece {
    const token = this.tokens[this.at]
    this.at += 1
    if (token === '!' || (token === 'not' && !this.feel)) return plain(`$not(${this.unary().code})`)
    if (token === 'not' && this.take('(')) {
      const inner = this.binary(1)
      if (!this.take(')')) this.broken = true
      return plain(`$not(${inner.code})`)
    }
    if (token === 'empty') return plain(`$not($boolean(${this.unary().code}))`)
    if (token === '-') return plain(`-${this.unary().code}`)
    if (token === '(') {
      const inner = this.binary(1)
      if (!this.take(')')) this.broken = true
      return plain(`(${inner.code})`)
    }
    if (token !== undefined && /^\d/.test(token)) return plain(token)
    if (token !== undefined && /^["']/.test(token)) return plain(JSON.stringify(token.slice(1, -1).replace(/\\(.)/g, '$1')))
    if (token === 'true' || token === 'false' || token === 'null') return plain(token)
    if (token !== undefined && /^[\p{L}_]/u.test(token) && !Object.hasOwn(BINARY, token)) return this.path(token)
    this.broken = true
    return plain('')
  }

  private path(first: string): Piece {
    let code = nameOf(first)
    while (this.take('.')) {
      const step = this.tokens[this.at]
      this.at += 1
      if (step === undefined || !/^[\p{L}_]/u.test(step)) this.broken = true
      else if (!this.take('(')) code += `.${nameOf(step)}`
      else if (step === 'equals') {
        const other = this.binary(1)
        if (!this.take(')')) this.broken = true
        return plain(`(${code} = ${other.code})`)
      } else this.broken = true
    }
    if (this.tokens[this.at] === '(') this.broken = true
    return { code, path: true, strength: 9 }
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false
    this.at += 1
    return true
  }
}

const plain = (code: string): Piece => ({ code, path: false, strength: 9 })
const WORDS = new Set(['and', 'or', 'in', 'function'])
const nameOf = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) && !WORDS.has(name) ? name : `\`${name}\``)
