const PLAIN = /^[^\s.[\]{}(),@#;:?+\-*/%|=<>^&!~"'`$\d][^\s.[\]{}(),@#;:?+\-*/%|=<>^&!~"'`$]*$/
const WORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function', 'λ'])

/** A field path such as `items.price` as it is written in an expression; keys that are not plain names get back quotes. */
export const quoteField = (path: string): string =>
  path
    .split('.')
    .map(key => (PLAIN.test(key) && !WORDS.has(key) ? key : `\`${key}\``))
    .join('.')
