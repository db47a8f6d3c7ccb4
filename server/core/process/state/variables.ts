import type { Delta } from '../command.js'
import type { Json } from '../../problem.js'
import type { Variable } from '../state.js'

type Holders = readonly { id: string }[]

/** Variables by scope and name, and which of them changed. A name is looked for outwards, as the sub-process sees its parent's data. */
export class Variables {
  private readonly scopes = new Map<string, Map<string, Json>>()
  private readonly put = new Map<string, Variable>()
  private readonly dropped: { scope: string }[] = []
  /** Counts changes, so that readers can keep what they merged. */
  version = 0

  constructor(rows: readonly Variable[]) {
    for (const { scope, name, value } of rows) if (value !== undefined) this.inside(scope).set(name, value)
  }

  all(): Variable[] {
    return [...this.scopes].flatMap(([scope, names]) => [...names].map(([name, value]) => ({ scope, name, value })))
  }

  /** Has this scope or token variables of its own? */
  holds(holder: string): boolean {
    return this.scopes.has(holder)
  }

  /** Declares or sets a variable of exactly this scope or token. */
  setLocal(holder: string, name: string, value: Json): void {
    this.set([{ id: holder }], name, value)
  }

  /** `chain` as `Draft.chain` gives it. Set where the name exists, else on the process. */
  set(chain: Holders, name: string, value: Json): void {
    const holder = chain.find(scope => this.scopes.get(scope.id)?.has(name)) ?? chain[chain.length - 1]!
    const names = this.inside(holder.id)
    if (names.has(name) && same(names.get(name)!, value)) return
    names.set(name, value)
    this.put.set(`${holder.id} ${name}`, { scope: holder.id, name, value })
    this.version += 1
  }

  get(chain: Holders, name: string): Json | undefined {
    for (const scope of chain) {
      const value = this.scopes.get(scope.id)?.get(name)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** All names that the scope sees; inner ones hide outer ones. */
  seen(chain: Holders, under: Record<string, Json>): Record<string, Json> {
    const values: Record<string, Json> = { ...under }
    for (let i = chain.length - 1; i >= 0; i -= 1)
      for (const [name, value] of this.scopes.get(chain[i]!.id) ?? []) values[name] = value
    return values
  }

  drop(scope: string): void {
    if (!this.scopes.delete(scope)) return
    for (const [key, row] of this.put) if (row.scope === scope) this.put.delete(key)
    this.dropped.push({ scope })
    this.version += 1
  }

  rows(): Delta['variables'] {
    return { put: [...this.put.values()], remove: this.dropped }
  }

  private inside(scope: string): Map<string, Json> {
    let names = this.scopes.get(scope)
    if (!names) this.scopes.set(scope, (names = new Map()))
    return names
  }
}

const same = (a: Json, b: Json): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
