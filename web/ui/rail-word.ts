/** The word under an icon of the rail: 渠道客户管理 → 渠道, Channel customers → Channel. */
export function railWord(name: string): string {
  if (/^\p{Script=Han}/u.test(name)) return name.slice(0, 2)
  const [word = ''] = name.split(/\s+/)
  return word.length > 8 ? `${word.slice(0, 7)}…` : word
}
