import { computed, shallowRef } from 'vue'

/** Steps that can be taken back, and milliseconds within which edits of one place are one step. */
const most = 200
const together = 900

/** Undo and redo of an immutable value. `place` names what is being edited: typing into one formula is one step, not thirty. */
export function useHistory<T>(first: T) {
  const now = shallowRef(first)
  const past = shallowRef<T[]>([])
  const future = shallowRef<T[]>([])
  let last: { place?: string; at: number } = { at: 0 }

  function put(next: T, place?: string): void {
    const at = Date.now()
    const goesOn = place !== undefined && place === last.place && at - last.at < together
    if (!goesOn) past.value = [...past.value.slice(1 - most), now.value]
    future.value = []
    now.value = next
    last = { place, at }
  }
  function undo(): void {
    const before = past.value.at(-1)
    if (before === undefined) return
    past.value = past.value.slice(0, -1)
    future.value = [now.value, ...future.value]
    now.value = before
    last = { at: 0 }
  }
  function redo(): void {
    const [next, ...rest] = future.value
    if (next === undefined) return
    past.value = [...past.value, now.value]
    future.value = rest
    now.value = next
    last = { at: 0 }
  }
  /** A value from elsewhere: what was before it is not to be gone back to. */
  function reset(value: T): void {
    now.value = value
    past.value = []
    future.value = []
  }
  const canUndo = computed(() => past.value.length > 0)
  const canRedo = computed(() => future.value.length > 0)
  return { now, put, undo, redo, reset, canUndo, canRedo }
}
