import type { Asked } from '../../server/instances/run-command.js'
import { startProcess } from '../../server/instances/start-process.js'
import type { Json } from '#core/problem'
import type { TrailEntry } from '#core/process/command'
import { Matter, type Home } from './approving.js'
import { HOUR, type TestEngine } from './engine.js'

/** The people of the tests, once per database. */
export async function settle(engine: TestEngine, users: readonly string[]): Promise<void> {
  for (const user of users)
    await engine.store.db.query(
      "INSERT INTO users (id, account, account_key, name, password, language, disabled, created_at) VALUES (?, ?, ?, ?, '-', 'en', 0, '2026-01-01T00:00:00.000Z')",
      [user, user, user, user],
    )
}

type Row = { element: string; type: TrailEntry['type']; at: string; scope: string; by_user: string | null; detail: string | null }

/** An instance in a real database: its state is what its rows say. */
export async function inDatabase(
  engine: TestEngine,
  definition: string,
  { by = 'ini', data = {} }: { by?: string; data?: Record<string, Json> } = {},
): Promise<Matter> {
  const started = await startProcess(engine.engine, { definition, by, data })
  if ('rejection' in started) throw new Error(JSON.stringify(started))
  const id = started.instance
  const home: Home = {
    send: ({ by: who = 'system', ...command }) => engine.command(id, { by: who, ...command } as unknown as Asked),
    state: () => engine.state(id),
    after: hours => engine.after(hours * HOUR),
    trail: async () => {
      const rows = await engine.rows<Row>('SELECT * FROM activity_log WHERE instance_id = ? ORDER BY rev, n', [id])
      return rows.map(row => ({
        element: row.element,
        type: row.type,
        at: row.at,
        scope: row.scope,
        by: row.by_user ?? '',
        detail: row.detail === null ? null : (JSON.parse(row.detail) as Json),
      }))
    },
  }
  const matter = new Matter(home)
  matter.state = await engine.state(id)
  return matter
}
