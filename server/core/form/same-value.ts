import type { Value } from './form.js'

/** Do two canonical values say the same? Files are the same by id; rows by their cells, in the same order. */
export function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  return same(left, right)
}

function same(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) || Array.isArray(right))
    return (
      Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((item, i) => same(item, right[i]))
    )
  if (isFile(left) && isFile(right)) return left.id === right.id
  const a = filled(left)
  const b = new Map(filled(right))
  return a.length === b.size && a.every(([key, value]) => b.has(key) && same(value, b.get(key)))
}

const filled = (object: object) => Object.entries(object).filter(([, value]) => value !== undefined)

/** A row never has a number in it (amounts are text), so `size` tells a file from a row whose subform has a field of that name. */
const isFile = (object: object): object is { id: string } => 'size' in object && typeof object.size === 'number'
