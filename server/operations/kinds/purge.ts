import { z } from 'zod'
import { reader } from '../../db/transaction.js'
import { runCommand } from '../../instances/run-command.js'
import { STATUSES } from '../operations.api.js'
import { purgeInstance } from '../purge-instance.js'
import type { BatchKind } from './kind.js'

/** `force`: running instances as well, which are cancelled first. */
const Options = z.strictObject({
  force: z.boolean().default(false),
  reason: z.string().trim().min(1).max(500).optional(),
})

const ended = STATUSES.filter(status => status !== 'running')

/** Deletes instances with everything that is kept about them. Records stay. */
export const purge: BatchKind<z.infer<typeof Options>> = {
  name: 'purge',
  options: Options,
  over: 'instances',
  statuses: ({ force }) => (force ? STATUSES : ended),
  async act(engine, { instance }, turn) {
    const { force, reason = 'purge' } = turn.options
    const [row] = await reader(engine.db).query<{ status: string }>('SELECT status FROM instances WHERE id = ?', [instance])
    if (!row || (row.status === 'running' && !force)) return 'gone'
    if (row.status === 'running') {
      const cancelled = await runCommand(engine, instance, { type: 'cancel', reason, by: turn.by }, { write: turn.begun })
      if ('rejection' in cancelled && cancelled.rejection.code !== 'INSTANCE_ENDED') return cancelled.rejection
    }
    return (await purgeInstance(engine, instance, turn.done)) ? undefined : 'gone'
  },
}
