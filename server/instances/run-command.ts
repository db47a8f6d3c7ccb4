import type { Advanced, Command, Rejection } from '#core/process/command'
import type { State } from '#core/process/state'
import { problem } from '#core/problem'
import { inTransaction, reader, type Tx } from '../db/transaction.js'
import { overtaken, planFollowing } from '../records/plan-following.js'
import { newPlan, type Plan } from '../records/plan.js'
import type { Engine } from './engine.js'
import { inTurn } from './in-turn.js'
import { loadState } from './load-state.js'
import { partsFor, type Parts } from './parts.js'
import { pauseRefusing } from './paused.js'
import { planCommand, type Planned } from './plan-command.js'
import { holdInstance, writePlanned } from './write-planned.js'

/** A command without what the shell fills in: the clock. */
export type Asked = Command extends infer C ? (C extends { at: string } ? Omit<C, 'at'> : never) : never

/** What belongs to a command and is committed with it. */
export interface Companion {
  /** A person's change to the record, put onto the plan before the command is decided; made anew at each attempt. What it throws ends the command. */
  plan?: (plan: Plan, state: State) => Promise<void>
  /** Written right after the compare-and-set: the end of a job. */
  write?: (tx: Tx) => Promise<void>
  /** Reads these parts of the instance instead of those that the command's target lies in. */
  parts?: Parts
}

const ATTEMPTS = 12

/**
 * The only way in which a running instance changes: load the live rows, decide outside any transaction, write everything in one. When somebody was
 * faster, all of it starts again with the new rows; what no longer makes sense is then refused by the core. Rejections: those of
 * core/process/command, NO_SUCH_INSTANCE, PROCESS_PAUSED { process, since, reason }, BUSY (after many attempts).
 */
export function runCommand(
  engine: Engine,
  instance: string,
  asked: Asked,
  companion: Companion = {},
): Promise<Advanced | Rejection> {
  return inTurn(engine, instance, () => attempts(engine, instance, asked, companion))
}

async function attempts(engine: Engine, instance: string, asked: Asked, companion: Companion): Promise<Advanced | Rejection> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const plan = newPlan(reader(engine.db), engine.evaluate, engine.clock.now().toISOString())
    const planned = await planOn(engine, plan, instance, asked, companion)
    if ('rejection' in planned) return planned
    try {
      await writePlan(engine, plan, planned, companion.write)
      return planned.advanced
    } catch (error) {
      if (!overtaken(engine.db, error)) throw error
      await new Promise(wake => setTimeout(wake, Math.random() * 4 * attempt))
    }
  }
  return { rejection: problem('BUSY', instance) }
}

/** What a command would do now; nothing is written. Rejections as those of runCommand. */
export const tryCommand = (engine: Engine, instance: string, asked: Asked): Promise<Planned | Rejection> =>
  planOn(engine, newPlan(reader(engine.db), engine.evaluate, engine.clock.now().toISOString()), instance, asked, {})

async function planOn(
  engine: Engine,
  plan: Plan,
  instance: string,
  asked: Asked,
  companion: Companion,
): Promise<Planned | Rejection> {
  const [loaded, paused] = await Promise.all([
    loadState(plan.reader, instance, async graph => companion.parts ?? partsFor(plan.reader, instance, asked, graph)),
    pauseRefusing(plan.reader, instance, asked.type),
  ])
  if (!loaded) return { rejection: problem('NO_SUCH_INSTANCE', instance) }
  if (paused) return { rejection: paused }
  const { state, published } = loaded
  await companion.plan?.(plan, state)
  const planned = await planCommand(engine, plan, published, state, { ...asked, at: plan.at } as Command)
  return 'rejection' in planned ? planned : ((await refusedAfter(engine, plan)) ?? planned)
}

/** What the planned record changes start is planned, too; a refusal there refuses the command. */
export async function refusedAfter(engine: Engine, plan: Plan): Promise<Rejection | undefined> {
  const [refused] = await planFollowing(plan, engine.starter)
  return refused && { rejection: refused }
}

/** One transaction: the instance's revision first, then record changes with what they start, then the delta. */
export async function writePlan(engine: Engine, plan: Plan, planned: Planned, also?: (tx: Tx) => Promise<void>): Promise<void> {
  await inTransaction(engine.db, async tx => {
    await holdInstance(tx, planned)
    await also?.(tx)
    for (const write of plan.writes) await write(tx)
    await writePlanned(tx, engine, planned)
    for (const { form, id } of plan.records.values())
      tx.afterCommit(() => engine.live.publish('all', { kind: 'record', form, id }))
  })
}
