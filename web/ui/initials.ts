const compoundSurnames = /^(欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|司徒|南宫|端木)/

/** 林晓彤 → 晓彤, 周敏 → 敏, 欧阳娜 → 娜, Jane Doe → JD. At most two characters. */
export function initials(name: string): string {
  const trimmed = name.trim()
  if (/^\p{Script=Han}{2,}$/u.test(trimmed))
    return trimmed.slice(trimmed.length > 2 && compoundSurnames.test(trimmed) ? 2 : 1).slice(-2)
  const words = trimmed.split(/\s+/)
  const letters = words.length > 1 ? words[0]!.slice(0, 1) + words.at(-1)!.slice(0, 1) : trimmed.slice(0, 1)
  return letters.toUpperCase()
}

/** One of five muted hues, always the same one for a name. */
export function hueOf(name: string): number {
  let sum = 0
  for (const sign of name) sum = (sum * 31 + sign.codePointAt(0)!) % 9973
  return sum % 5
}
