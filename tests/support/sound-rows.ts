import type { State } from '#core/process/state'
import { expectSound } from './drive.js'
import type { TestEngine } from './engine.js'

/** What the process itself knew is kept for its history; what it has sent out is delivered, also when it has ended. */
const KEPT: Partial<Record<string, string>> = {
  scopes: " AND part <> ''",
  variables: " AND part <> ''",
  jobs: " AND kind <> 'deliver'",
}
const LIVE = ['scopes', 'tokens', 'variables', 'subscriptions', 'jobs', 'repairs', 'compensations'] as const

/**
 * No row without its parent, in the state and in the tables; what has ended has nothing left that could happen; whatever runs waits for somebody or
 * something that can come. To be asked when no job is due.
 */
export async function expectSoundRows(test: TestEngine, instance: string): Promise<void> {
  const state = await test.state(instance)
  expectSound(state)
  if (state.instance.status === 'running') {
    const jobs = await test.rows<{ id: string; kind: string }>('SELECT id, kind FROM jobs WHERE instance_id = ?', [instance])
    expect(stranded(state, jobs.length)).toEqual([])
    expect(jobs.filter(job => job.kind === 'timer' && !state.timers.some(timer => timer.id === job.id))).toEqual([])
    return
  }
  const left = await Promise.all(
    LIVE.map(async table => ({
      table,
      rows: await test.rows(`SELECT * FROM ${table} WHERE instance_id = ?${KEPT[table] ?? ''}`, [instance]),
    })),
  )
  expect(left.filter(({ rows }) => rows.length > 0)).toEqual([])
  expect(await test.rows("SELECT id FROM tasks WHERE instance_id = ? AND status = 'open'", [instance])).toEqual([])
}

/** Tokens that nothing will move any more: of a live instance there must be at least one that something can. */
function stranded(state: State, jobs: number): string[] {
  const waits =
    state.tasks.length + state.timers.length + state.subscriptions.length + state.repairs.length + state.approvals.length
  const called = state.tokens.some(token => token.waits === 'job' || token.waits === 'scope')
  return waits + jobs > 0 || called ? [] : state.tokens.map(token => `${token.node} ${token.waits}`)
}
