import { inTransaction, reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { postSignals, type NewSignal } from '../instances/post-signals.js'
import { readSignal, type SignalRecord } from './signal.entity.js'

/**
 * Throws a signal from outside: it is on its way when this answers. The same id again throws nothing and answers how far the first has come. `reused`: the
 * id belongs to a signal of another name.
 */
export async function throwSignal(engine: Engine, signal: NewSignal): Promise<{ signal: SignalRecord } | { reused: true }> {
  try {
    await inTransaction(engine.db, async tx => {
      await postSignals(tx, [signal])
      tx.afterCommit(() => engine.jobs.wake())
    })
  } catch (error) {
    if (reader(engine.db).dialect.brokenUnique(error) === undefined) throw error
  }
  const row = await readSignal(reader(engine.db), signal.id)
  if (!row) throw new Error(`signal ${signal.id} went while it was thrown`)
  return row.name === signal.name ? { signal: row } : { reused: true }
}
