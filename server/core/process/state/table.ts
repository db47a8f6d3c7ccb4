import type { Rows } from '../command.js'

/**
 * The live rows of one kind with what changes in them. Rows are replaced, never mutated, so the state given to `advance` stays as it was.
 * `by` is the one foreign id that rows are looked up by (a scope's tokens, a token's timers); its index makes that O(found).
 */
export class Table<Row extends { id: string }> {
  private readonly live = new Map<string, Row>()
  private readonly index = new Map<string, Set<string>>()
  private readonly known = new Set<string>()
  private readonly changed = new Set<string>()
  private readonly removed: string[] = []
  private readonly retired: Row[] = []
  /** Owners whose rows came, changed or went; whoever looks at them clears it. */
  readonly touched = new Set<string>()

  constructor(
    rows: readonly Row[],
    private readonly by: (row: Row) => string,
  ) {
    for (const row of rows) {
      this.known.add(row.id)
      this.put(row)
    }
  }

  get(id: string): Row | undefined {
    return this.live.get(id)
  }

  all(): Row[] {
    return [...this.live.values()]
  }

  get size(): number {
    return this.live.size
  }

  of(owner: string): Row[] {
    const ids = this.index.get(owner)
    return ids ? [...ids].map(id => this.live.get(id)!) : []
  }

  count(owner: string): number {
    return this.index.get(owner)?.size ?? 0
  }

  insert(row: Row): Row {
    this.put(row)
    this.changed.add(row.id)
    this.touched.add(this.by(row))
    return row
  }

  /** Fields set to undefined disappear from the row. The owner never changes. */
  update(id: string, patch: Partial<Row>): Row {
    const row = { ...this.live.get(id)!, ...patch }
    for (const key in row) if (row[key] === undefined) delete row[key]
    this.live.set(id, row)
    this.changed.add(id)
    this.touched.add(this.by(row))
    return row
  }

  remove(id: string): void {
    if (!this.drop(id)) return
    if (this.known.has(id)) this.removed.push(id)
  }

  /** The row has ended but stays on record: it leaves the state and is written a last time. */
  retire(id: string, patch: Partial<Row>): void {
    const row = { ...this.live.get(id)!, ...patch }
    this.drop(id)
    this.retired.push(row)
  }

  /** Rows that ended in this command. */
  ended(): readonly Row[] {
    return this.retired
  }

  rows(): Rows<Row> {
    const insert: Row[] = []
    const update: Row[] = []
    for (const id of this.changed) {
      const row = this.live.get(id)
      if (row) (this.known.has(id) ? update : insert).push(row)
    }
    for (const row of this.retired) (this.known.has(row.id) ? update : insert).push(row)
    return { insert, update, remove: this.removed }
  }

  private put(row: Row): void {
    this.live.set(row.id, row)
    const owner = this.by(row)
    const ids = this.index.get(owner)
    if (ids) ids.add(row.id)
    else this.index.set(owner, new Set([row.id]))
  }

  private drop(id: string): boolean {
    const row = this.live.get(id)
    if (!row) return false
    this.live.delete(id)
    this.index.get(this.by(row))!.delete(id)
    this.touched.add(this.by(row))
    return true
  }
}
