import { RE2JS } from 're2js'
import { remembered } from './remembered.js'

const compiled = remembered(200, (key: string): RE2JS => {
  const flags = key.slice(0, key.indexOf('/'))
  const pattern = key.slice(flags.length + 1)
  return RE2JS.compile(
    RE2JS.translateRegExp(pattern),
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) | (flags.includes('m') ? RE2JS.MULTILINE : 0),
  )
})

/**
 * A pattern for the linear-time engine (RE2 syntax: no look-around, no back references).
 * @param flags any of `i`, `m`
 * @throws RE2JSSyntaxException when RE2 refuses the pattern
 */
export const linearPattern = (pattern: string, flags = ''): RE2JS => compiled(`${flags}/${pattern}`)

/** Thrown at JSONata, which passes it on. */
export class RegexTooCostly {
  readonly code = 'REGEX_TOO_COSTLY'
}

/**
 * What JSONata uses in place of RegExp. One match costs at most instructions × characters; beyond `limit` it is refused.
 * (Measured: 20 million of them a second at worst.)
 */
export const linearEngine = (limit: number) =>
  class LinearRegExp {
    lastIndex = 0
    /** The compiled literal. */
    readonly pattern: RE2JS

    constructor(literal: RegExp) {
      this.pattern = linearPattern(literal.source, literal.flags.replace('g', ''))
    }

    exec(text: string): (string[] & { index: number }) | null {
      if (this.pattern.programSize() * (text.length - this.lastIndex) > limit) throw new RegexTooCostly()
      const matcher = this.pattern.matcher(text)
      if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
        this.lastIndex = 0
        return null
      }
      const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? undefined)
      this.lastIndex = matcher.end()
      return Object.assign(groups as string[], { index: matcher.start() })
    }
  }
