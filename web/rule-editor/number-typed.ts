/** "50万", "1,200", "¥500" → a number; undefined while it is none. */
export function numberTyped(text: string): number | undefined {
  const bare = text.replace(/[,，¥￥\s]/g, '')
  const parts = /^(-?\d+(?:\.\d+)?|-?\.\d+)(万|亿)?$/.exec(bare)
  if (!parts) return undefined
  const factor = parts[2] === '亿' ? 1e8 : parts[2] === '万' ? 1e4 : 1
  // 0.07 × 10,000 is not 700 in floats; six decimals are more than a field has.
  return Number((Number(parts[1]) * factor).toFixed(6))
}
