import type { Delta } from '../command.js'
import type { Json } from '../../problem.js'
import type { Variable } from '../state.js'

type Holders = readonly { id: string }[]

/** In place of a value that is known by name only: it is large, and was not read with the rest. */
const AWAY = Symbol('away')
type Held = Json | typeof AWAY

/** Variables by scope and name, and which of them changed. A name is looked for outwards, as the sub-process sees its parent's data. */
export class Variables {
  private readonly scopes = new Map<string, Map<string, Held>>()
  private readonly put = new Map<string, Variable>()
  private readonly dropped: { scope: string; name?: string }[] = []
  private away = 0
  /** Something large is here, or could be fetched: readers then look at what they need only. */
  large = false
  /** Counts changes, so that readers can keep what they merged. */
  version = 0

  constructor(rows: readonly Variable[]) {
    for (const { scope, name, value } of rows) {
      this.inside(scope).set(name, value === undefined ? AWAY : value)
      if (value === undefined) this.away += 1
    }
    this.large = this.away > 0
  }

  all(): Variable[] {
    return [...this.scopes].flatMap(([scope, names]) =>
      [...names].map(([name, value]) => (value === AWAY ? { scope, name } : { scope, name, value })),
    )
  }

  /** Is every value here? */
  get complete(): boolean {
    return this.away === 0
  }

  /** Has this scope or token variables of its own? */
  holds(holder: string): boolean {
    return this.scopes.has(holder)
  }

  has(holder: string, name: string): boolean {
    return this.scopes.get(holder)?.has(name) === true
  }

  /** What exactly this holder has, as far as it is here. */
  own(holder: string): [string, Json][] {
    return [...(this.scopes.get(holder) ?? [])].filter((entry): entry is [string, Json] => entry[1] !== AWAY)
  }

  /** Declares or sets a variable of exactly this scope or token. */
  setLocal(holder: string, name: string, value: Json): void {
    this.set([{ id: holder }], name, value)
  }

  /** `chain` as `Draft.chain` gives it. Set where the name exists, else on the process. */
  set(chain: Holders, name: string, value: Json): void {
    const holder = chain.find(scope => this.scopes.get(scope.id)?.has(name)) ?? chain[chain.length - 1]!
    const names = this.inside(holder.id)
    const before = names.get(name)
    if (before !== undefined && before !== AWAY && same(before, value)) return
    if (before === AWAY) this.away -= 1
    if (isLarge(value)) this.large = true
    names.set(name, value)
    this.put.set(`${holder.id} ${name}`, { scope: holder.id, name, value })
    this.version += 1
  }

  get(chain: Holders, name: string): Json | undefined {
    for (const scope of chain) {
      const value = this.scopes.get(scope.id)?.get(name)
      if (value !== undefined) return value === AWAY ? undefined : value
    }
    return undefined
  }

  /** Variables of exactly this scope or token, as far as they are here. */
  of(holder: string): Record<string, Json> {
    return Object.fromEntries([...(this.scopes.get(holder) ?? [])].filter((each): each is [string, Json] => each[1] !== AWAY))
  }

  /** Values that are seen from here and are not here yet; `names` narrows. Almost always none. */
  missing(chain: Holders, names?: ReadonlySet<string>): { scope: string; name: string }[] {
    if (this.away === 0) return []
    const found: { scope: string; name: string }[] = []
    const hidden = new Set<string>()
    for (const { id } of chain)
      for (const [name, value] of this.scopes.get(id) ?? []) {
        if (value === AWAY && !hidden.has(name) && names?.has(name) !== false) found.push({ scope: id, name })
        hidden.add(name)
      }
    return found
  }

  /** A value that was missing has been read. It has not changed. */
  fill({ scope, name }: { scope: string; name: string }, value: Json): void {
    if (this.scopes.get(scope)?.get(name) !== AWAY) return
    this.scopes.get(scope)!.set(name, value)
    this.away -= 1
  }

  /** All names that the scope sees; inner ones hide outer ones. `given`: what a holder shows besides. What is not here is left out. */
  seen(
    chain: Holders,
    under: Record<string, Json>,
    given?: (holder: { id: string }) => Record<string, Json> | undefined,
  ): Record<string, Json> {
    const values: Record<string, Json> = { ...under }
    for (let i = chain.length - 1; i >= 0; i -= 1) {
      Object.assign(values, given?.(chain[i]!))
      for (const [name, value] of this.scopes.get(chain[i]!.id) ?? [])
        if (value === AWAY) delete values[name]
        else values[name] = value
    }
    return values
  }

  drop(holder: string): void {
    const names = this.scopes.get(holder)
    if (!names) return
    for (const value of names.values()) if (value === AWAY) this.away -= 1
    this.scopes.delete(holder)
    for (const [key, row] of this.put) if (row.scope === holder) this.put.delete(key)
    this.dropped.push({ scope: holder })
    this.version += 1
  }

  /** As drop, also for rows that are not here; `name`: one of them. */
  forget(holder: string, name?: string): void {
    if (name === undefined) {
      if (this.scopes.has(holder)) this.drop(holder)
      else this.dropped.push({ scope: holder })
      return
    }
    this.scopes.get(holder)?.delete(name)
    this.put.delete(`${holder} ${name}`)
    this.dropped.push({ scope: holder, name })
  }

  rows(): Delta['variables'] {
    return { put: [...this.put.values()], remove: this.dropped }
  }

  private inside(scope: string): Map<string, Held> {
    let names = this.scopes.get(scope)
    if (!names) this.scopes.set(scope, (names = new Map()))
    return names
  }
}

const same = (a: Json, b: Json): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))

/** Has it more than about 16,000 characters? Looks at no more than that. */
function isLarge(value: Json): boolean {
  let left = 16_384
  const open: Json[] = [value]
  while (open.length > 0 && left > 0) {
    const next = open.pop()!
    left -= typeof next === 'string' ? next.length : 4
    if (Array.isArray(next)) for (let n = 0; n < next.length && n < left; n += 1) open.push(next[n]!)
    else if (typeof next === 'object' && next !== null)
      for (const key in next) {
        left -= key.length
        open.push(next[key]!)
      }
  }
  return left <= 0
}
