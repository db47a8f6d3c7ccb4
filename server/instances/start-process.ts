import type { Command, Rejection } from '#core/process/command'
import type { Json } from '#core/problem'
import { newId } from '../db/id.js'
import { reader, type Tx } from '../db/transaction.js'
import { pauseOf } from '../processes/pause.js'
import { publishedProcess } from '../processes/published-process.js'
import { newPlan, type Plan } from '../records/plan.js'
import type { Engine, RecordRef } from './engine.js'
import { pauseProblem } from './paused.js'
import { planCommand, type Planned } from './plan-command.js'
import { refusedAfter, writePlan } from './run-command.js'

export interface NewInstance {
  /** Version id. */
  definition: string
  by: string
  startEvent?: string
  message?: string
  signal?: string
  data?: Record<string, Json>
  record?: RecordRef
  /** Its id, when the caller has to know it before; else a new one. */
  instance?: string
}

/** A start on a plan, decided and not yet written; the caller writes it with `holdInstance` and `writePlanned`. */
export async function planStart(engine: Engine, plan: Plan, wanted: NewInstance): Promise<Planned | Rejection> {
  const published = await publishedProcess(plan.reader, wanted.definition)
  const command: Command = { type: 'start', instance: newId(), at: plan.at, ...wanted }
  return planCommand(engine, plan, published, undefined, command)
}

/** Starts an instance in a transaction of its own; answers its id. `also` is written with it. Rejections also: PROCESS_PAUSED { process, since, reason }. */
export async function startProcess(
  engine: Engine,
  wanted: NewInstance,
  also?: (tx: Tx) => Promise<void>,
): Promise<{ instance: string } | Rejection> {
  const plan = newPlan(reader(engine.db), engine.evaluate, engine.clock.now().toISOString())
  const pause = await pauseOf(plan.reader, (await publishedProcess(plan.reader, wanted.definition)).process)
  if (pause) return { rejection: pauseProblem(pause) }
  const planned = await planStart(engine, plan, wanted)
  if ('rejection' in planned) return planned
  const refused = await refusedAfter(engine, plan)
  if (refused) return refused
  await writePlan(engine, plan, planned, also)
  return { instance: planned.advanced.state.instance.id }
}
