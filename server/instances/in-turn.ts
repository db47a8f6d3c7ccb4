import type { Engine } from './engine.js'

/** Milliseconds after which a command no longer waits for the one before it: the revision decides anyway. */
const PATIENCE = 5_000

const turns = new WeakMap<Engine, Map<string, Promise<void>>>()

/**
 * Commands for the same instance that this server has under way go one after the other, in the order of their coming. Without it they would be decided
 * side by side, one would win and the others be decided again; and whoever does long work in one instance, such as a loop with its pages of children,
 * would always be faster than the person who completes a task of it. Between several servers the revision alone decides.
 */
export async function inTurn<T>(engine: Engine, instance: string, work: () => Promise<T>): Promise<T> {
  let mine = turns.get(engine)
  if (!mine) turns.set(engine, (mine = new Map()))
  const before = mine.get(instance)
  let over = (): void => undefined
  const turn = new Promise<void>(done => (over = done))
  mine.set(instance, turn)
  if (before) await atMost(before)
  try {
    return await work()
  } finally {
    over()
    if (mine.get(instance) === turn) mine.delete(instance)
  }
}

async function atMost(before: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await Promise.race([before, new Promise<void>(done => (timer = setTimeout(done, PATIENCE)))])
  clearTimeout(timer)
}
