/** "13805718600" → "138 0571 8600", also half typed; everything that is no Chinese mobile number stays as it is. */
export function phoneShown(value: unknown): string {
  const text = String(value ?? '')
  if (!/^1\d{0,12}$/.test(text)) return text
  return [text.slice(0, 3), text.slice(3, 7), text.slice(7)].filter(part => part !== '').join(' ')
}

/** Typed with spaces → kept as digits, as soon as it looks like a mobile number. */
export function phoneTyped(text: string): string {
  const bare = text.replace(/[\s-]/g, '')
  return /^1\d*$/.test(bare) ? bare : text
}

/** Where the caret belongs after the spaces moved: behind as many digits as before. */
export function caretAfter(shown: string, digits: number): number {
  let at = 0
  for (let seen = 0; at < shown.length && seen < digits; at++) if (shown[at] !== ' ') seen++
  return at
}
