/**
 * What every typed text goes through before it is judged: no control characters, no halves of a surrogate pair (they do not
 * survive UTF-8), one kind of line end. Nothing is re-composed (NFC would change the rare characters of some Chinese names).
 */
export const cleanText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim()

/** The same on one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/[\n\t\u2028\u2029]+/g, ' ')

/** Full-width letters, digits and signs (as a Chinese keyboard types them) → ASCII. */
export const halfWidth = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, sign => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ')

/** Length as people and databases count it: code points, not UTF-16 units. */
export const countCharacters = (text: string): number => [...text].length

/** Nothing was filled in: null, blank text or an empty list. Every door and every kind means the same by "empty". */
export const isEmpty = (raw: unknown): boolean =>
  raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '') || (Array.isArray(raw) && raw.length === 0)
