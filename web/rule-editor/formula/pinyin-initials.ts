/** The first character of each pinyin initial, in the order of the Chinese collation (there is no i, u, v). */
const firsts = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥仨他穵夕丫帀'
const letters = 'abcdefghjklmnopqrstwxyz'
const collator = new Intl.Collator('zh-CN')

/** "年采购额" → "ncge": what people type who think in pinyin. Latin letters and digits stay; a rare character may come out wrong. */
export const initialsOf = (text: string): string => [...text].map(initial).join('')

function initial(char: string): string {
  if (!/\p{Script=Han}/u.test(char)) return /[a-z0-9]/i.test(char) ? char.toLowerCase() : ''
  for (let index = firsts.length - 1; index >= 0; index--) if (collator.compare(firsts[index]!, char) <= 0) return letters[index]!
  return ''
}
