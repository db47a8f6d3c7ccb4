import { z } from 'zod'
import { commandOn } from './command-on.js'
import { onlyRunning, type BatchKind } from './kind.js'

const Options = z.strictObject({ reason: z.string().trim().min(1).max(500) })

/** Ends running instances. */
export const cancel: BatchKind<z.infer<typeof Options>> = {
  name: 'cancel',
  options: Options,
  over: 'instances',
  statuses: onlyRunning,
  act: (engine, { instance }, turn) =>
    commandOn(engine, instance, { type: 'cancel', reason: turn.options.reason, by: turn.by }, turn),
}
