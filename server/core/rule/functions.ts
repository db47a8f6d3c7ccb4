/** Built-in functions by what they are allowed to do. */

const words = (text: string) => new Set(text.split(' '))

/** Dynamic code, chance, copies of implementation objects. */
export const FORBIDDEN = words('eval random shuffle spread clone')

/** Take a function and call it per item. */
export const HIGHER_ORDER = words('map filter reduce sort each sift single')

/** Answer with a number, a truth value or a short text whatever they are given. */
export const SCALAR = words(
  'sum count max min average length number floor ceil round abs sqrt power boolean not exists contains type now millis error assert toMillis fromMillis formatNumber formatInteger',
)

/** Answer with at most what they were given. */
export const SHRINKING = words('substring substringBefore substringAfter trim keys lookup reverse')

/** Safe in the server's own process; how much each can build is reckoned in gate-size. */
export const TOTAL = new Set([
  ...SCALAR,
  ...SHRINKING,
  ...words('lowercase uppercase string append merge join split replace pad map filter sort each sift single'),
])

/** The rest: quadratic, recursive, or with work that no limit interrupts. */
const QUARANTINED = words(
  'match zip reduce distinct base64encode base64decode encodeUrl encodeUrlComponent decodeUrl decodeUrlComponent formatBase parseInteger',
)

export const BUILT_IN: ReadonlySet<string> = new Set([...TOTAL, ...QUARANTINED, ...FORBIDDEN])
export const ALLOWED = [...BUILT_IN].filter(name => !FORBIDDEN.has(name))
