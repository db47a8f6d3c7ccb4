import type { Json } from '../../problem.js'
import type { ApprovalSettings } from './settings.js'

type Rights = Record<string, 'hidden' | 'read' | 'write' | 'required'>

/**
 * A fingerprint of what an approver based his vote on: the decisive fields, else every field that his step does not hide. Equal prints: nothing
 * that matters to him has changed. Values themselves are not kept, so that nothing personal has to be erased here.
 */
export function printOf(
  settings: Pick<ApprovalSettings, 'decisive'>,
  rights: Rights | undefined,
  values: Readonly<Record<string, Json>>,
): string {
  const hidden = (key: string): boolean => (rights?.[key] ?? rights?.['*']) === 'hidden'
  const keys = settings.decisive ?? Object.keys(values).filter(key => !hidden(key))
  return hash(canonical(keys.toSorted().flatMap(key => (values[key] === undefined ? [] : [[key, values[key]!]]))))
}

/** JSON in which the order of keys does not matter. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.keys(value)
    .toSorted()
    .map(key => `${JSON.stringify(key)}:${canonical(value[key]!)}`)
  return `{${entries.join(',')}}`
}

/** Two independent 53-bit hashes: nobody is spared a vote by chance. Not a defence against somebody who constructs a collision. */
const hash = (text: string): string => `${mix(text, 0x5bd1e995)}${mix(text, 0x2c1b3c6d)}`

function mix(text: string, seed: number): string {
  let [high, low] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed]
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    high = Math.imul(high ^ unit, 2_654_435_761)
    low = Math.imul(low ^ unit, 1_597_334_677)
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909)
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909)
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(36).padStart(11, '0')
}
