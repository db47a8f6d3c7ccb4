import { z } from 'zod'
import { commandOn } from './command-on.js'
import { onlyRunning, type BatchKind } from './kind.js'

const Nothing = z.strictObject({})

/** Tries the steps again that stand still. What fails again is a new repair, which the same batch leaves alone. */
export const retryRepairs: BatchKind<z.infer<typeof Nothing>> = {
  name: 'retry-repairs',
  options: Nothing,
  over: 'repairs',
  statuses: onlyRunning,
  act: (engine, { instance, repair }, turn) =>
    commandOn(engine, instance, { type: 'resolveRepair', repair: repair!, how: 'retry', by: turn.by }, turn),
}

/** As for one repair: `result` are variables that the step would have given, `flow` the way on where there are several. */
const Skip = z.strictObject({ result: z.record(z.string(), z.json()).optional(), flow: z.string().max(200).optional() })

/** The steps count as done, with a result that a person gives. */
export const skipRepairs: BatchKind<z.infer<typeof Skip>> = {
  name: 'skip-repairs',
  options: Skip,
  over: 'repairs',
  statuses: onlyRunning,
  act(engine, { instance, repair }, turn) {
    const { result, flow } = turn.options
    const given = { ...(result ? { result } : {}), ...(flow === undefined ? {} : { flow }) }
    return commandOn(engine, instance, { type: 'resolveRepair', repair: repair!, how: 'skip', by: turn.by, ...given }, turn)
  },
}

const Cancel = z.strictObject({ reason: z.string().trim().min(1).max(500) })

/** Gives the instances up that stand still. */
export const cancelRepairs: BatchKind<z.infer<typeof Cancel>> = {
  name: 'cancel-repairs',
  options: Cancel,
  over: 'repairs',
  statuses: onlyRunning,
  act: (engine, { instance }, turn) =>
    commandOn(engine, instance, { type: 'cancel', reason: turn.options.reason, by: turn.by }, turn),
}
