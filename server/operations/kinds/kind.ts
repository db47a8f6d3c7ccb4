import type { z } from 'zod'
import type { InstanceStatus } from '#core/process/state'
import type { Problem } from '#core/problem'
import type { Tx } from '../../db/transaction.js'
import type { Engine } from '../../instances/engine.js'
import type { Target } from '../targets.js'

/** What a batch gives to the work on one target. */
export interface Turn<Options = unknown> {
  options: Options
  /** Who asked for the batch: the actor of every command. */
  by: string
  /** To be called in the transaction that does the work on the target: the batch counts it with the same commit, so that it happens once. */
  done(tx: Tx): Promise<void>
  /** For work of several transactions, in the first one: from then on this target is taken up again first, whether it still fits or not. */
  begun(tx: Tx): Promise<void>
}

/**
 * What can be done to many. `gone`: there is nothing left to do here (it ended, somebody else mended it); a problem: it was refused, the batch goes on with
 * the next. What is thrown stops the page, which is tried again.
 */
export interface BatchKind<Options = unknown> {
  name: string
  /** Of the request's `options`. */
  options: z.ZodType<Options>
  over: 'instances' | 'repairs'
  /** Of instances: those that it acts on. */
  statuses(options: Options): readonly InstanceStatus[]
  act(engine: Engine, target: Target, turn: Turn<Options>): Promise<Problem | 'gone' | undefined>
}

const running = ['running'] as const satisfies InstanceStatus[]
export const onlyRunning = (): readonly InstanceStatus[] => running
