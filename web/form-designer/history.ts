import { applyPatches, enablePatches, produceWithPatches, type Patch } from 'immer'

enablePatches()

/** One step that can be taken back. `says` and `params` name it in words; typing at one place is one step (`merge`). */
export interface Step {
  says: string
  params?: Record<string, unknown>
  merge?: string
  forward: Patch[]
  back: Patch[]
}

/** A value with its whole past and what was undone; every function answers a new one. */
export interface History<T> {
  now: T
  past: Step[]
  future: Step[]
}

export const begin = <T>(now: T): History<T> => ({ now, past: [], future: [] })

/** Does a step. A recipe that changes nothing leaves no step. */
export function act<T>(
  history: History<T>,
  name: Pick<Step, 'says' | 'params' | 'merge'>,
  recipe: (draft: T) => void,
): History<T> {
  const [now, forward, back] = produceWithPatches(history.now, draft => void recipe(draft as T)) as unknown as [
    T,
    Patch[],
    Patch[],
  ]
  if (forward.length === 0) return history
  const last = history.past.at(-1)
  const merged = last && name.merge !== undefined && last.merge === name.merge && history.future.length === 0
  const step: Step = merged
    ? { ...last, ...name, forward: [...last.forward, ...forward], back: [...back, ...last.back] }
    : { ...name, forward, back }
  return { now, past: [...(merged ? history.past.slice(0, -1) : history.past), step], future: [] }
}

export function undo<T>(history: History<T>): History<T> {
  const step = history.past.at(-1)
  if (!step) return history
  const now = applyPatches(history.now as object, step.back) as T
  return { now, past: history.past.slice(0, -1), future: [step, ...history.future] }
}

export function redo<T>(history: History<T>): History<T> {
  const [step, ...future] = history.future
  if (!step) return history
  const now = applyPatches(history.now as object, step.forward) as T
  return { now, past: [...history.past, step], future }
}

/** Goes to the state after `done` steps, whichever way that is. */
export function goTo<T>(history: History<T>, done: number): History<T> {
  let next = history
  while (next.past.length > done) next = undo(next)
  while (next.past.length < done && next.future.length) next = redo(next)
  return next
}

/** Ends the merging of typed letters: what comes next is a step of its own. */
export function seal<T>(history: History<T>): History<T> {
  const last = history.past.at(-1)
  return last?.merge === undefined ? history : { ...history, past: [...history.past.slice(0, -1), { ...last, merge: undefined }] }
}
