/** No body of ours nests deeper. */
export const deepest = 64

/** Do brackets nest beyond `deepest`? Everything behind the parser may then walk a body by recursion. Linear; texts are skipped. */
export function tooDeep(json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const sign = json.charCodeAt(at)
    if (sign === quote) at = endOfText(json, at)
    else if (sign === openBracket || sign === openBrace) {
      if (++depth > deepest) return true
    } else if (sign === closeBracket || sign === closeBrace) depth--
  }
  return false
}

const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [...'"\\[]{}'].map(sign => sign.charCodeAt(0))

/** Where the text that begins at `at` ends; the end of all when it never does. */
function endOfText(json: string, at: number): number {
  for (let end = at + 1; end < json.length; end++) {
    const sign = json.charCodeAt(end)
    if (sign === backslash) end++
    else if (sign === quote) return end
  }
  return json.length
}
