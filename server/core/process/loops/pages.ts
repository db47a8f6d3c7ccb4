import type { Json } from '../../problem.js'
import type { Run } from '../run.js'
import type { Scope } from '../state.js'

/** Items of one row. A page of children is spawned from one row. */
export const CHUNK = 200

/**
 * What a loop keeps beside its children: the items still to come, in rows of CHUNK, and what each child gave, one row per child. The rows belong to
 * holders of their own, so that no expression sees or merges them and a step does not load them.
 */
export const itemsOf = (body: Pick<Scope, 'id'>): string => `${body.id}/items`
export const outputsOf = (body: Pick<Scope, 'id'>): string => `${body.id}/out`

/** Is this the name of a scope or token, and not of a loop's pages? */
export const isPages = (holder: string): boolean => holder.includes('/')

export function keepItems(run: Run, body: Scope, items: readonly Json[]): void {
  for (let page = 0; page * CHUNK < items.length; page += 1)
    run.draft.variables.setLocal(itemsOf(body), String(page), items.slice(page * CHUNK, (page + 1) * CHUNK))
}

/** The row of items that `index` is in; it goes with its last item. */
export async function itemsAt(run: Run, body: Scope, index: number): Promise<Json[]> {
  const [holder, page] = [itemsOf(body), String(Math.floor(index / CHUNK))]
  const { variables } = run.draft
  const items = variables.get([{ id: holder }], page) ?? (await run.host.variable?.(holder, page))
  if (!Array.isArray(items)) throw new Error(`page ${page} of ${holder} is gone`)
  return items
}

export function forgetItems(run: Run, body: Scope, index: number): void {
  run.draft.variables.forget(itemsOf(body), String(Math.floor(index / CHUNK)))
}

export const keepOutput = (run: Run, body: Scope, index: number, value: Json): void =>
  run.draft.variables.setLocal(outputsOf(body), String(index), value)

/** What the children gave, in the order of their numbers; those that were ended early gave nothing. */
export async function outputs(run: Run, body: Scope): Promise<Json[]> {
  const found = new Map(await run.host.outputs?.(body.id))
  for (const [index, value] of run.draft.variables.own(outputsOf(body))) found.set(Number(index), value)
  return [...found].sort(([a], [b]) => a - b).map(([, value]) => value)
}

export function forgetPages(run: Run, body: Scope): void {
  run.draft.variables.forget(itemsOf(body))
  run.draft.variables.forget(outputsOf(body))
}
