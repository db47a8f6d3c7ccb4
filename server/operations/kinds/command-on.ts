import type { Problem } from '#core/problem'
import type { Engine } from '../../instances/engine.js'
import { runCommand, type Asked } from '../../instances/run-command.js'
import type { Turn } from './kind.js'

/** Refusals that say that there is nothing left to do. */
const GONE = new Set(['NO_SUCH_INSTANCE', 'INSTANCE_ENDED', 'REPAIR_NOT_OPEN'])

/** The work on a target that is one command: one transaction, counted with it. */
export async function commandOn(
  engine: Engine,
  instance: string,
  asked: Asked,
  turn: Turn,
): Promise<Problem | 'gone' | undefined> {
  const outcome = await runCommand(engine, instance, asked, { write: tx => turn.done(tx) })
  if (!('rejection' in outcome)) return undefined
  return GONE.has(outcome.rejection.code) ? 'gone' : outcome.rejection
}
