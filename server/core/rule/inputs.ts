import type { Json } from '../problem.js'
import type { Scene } from './facts.js'
import { references } from './references.js'

/** The fields that expressions read, with their values now; `$previous.x` for values before the write. Empty ones are null. */
export const inputsOf = (sources: string[], { values, bindings }: Scene): Record<string, Json> => {
  const inputs: Record<string, Json> = {}
  for (const source of sources) {
    const found = references(source)
    if ('code' in found) continue
    for (const { root, path } of found) {
      const key = path[0]
      if (key === undefined) continue
      const from = root === 'input' ? values : (bindings[root] as Record<string, Json> | undefined)
      inputs[root === 'input' ? key : `$${root}.${key}`] = from?.[key] ?? null
    }
  }
  return inputs
}
