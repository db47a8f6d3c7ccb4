import { z } from 'zod'
import { reader } from '../../db/transaction.js'
import { migration } from '../../modification/modification.api.js'
import { migrationOf } from '../../modification/migration-of.js'
import { commandOn } from './command-on.js'
import { onlyRunning, type BatchKind } from './kind.js'

const Options = z.strictObject(migration)

/** Goes on in another version of the process. Who is there already is left alone; who has no place there is told with the reasons and stays as it is. */
export const migrate: BatchKind<z.infer<typeof Options>> = {
  name: 'migrate',
  options: Options,
  over: 'instances',
  statuses: onlyRunning,
  async act(engine, { instance }, turn) {
    const { version, map, reason } = turn.options
    const found = await migrationOf(reader(engine.db), instance, version)
    if ('problem' in found) return found.problem
    const asked = { type: 'migrate' as const, to: found.to, ...(map ? { map } : {}), reason, by: turn.by }
    const refused = await commandOn(engine, instance, asked, turn)
    return typeof refused === 'object' && refused.code === 'SAME_VERSION' ? 'gone' : refused
  },
}
