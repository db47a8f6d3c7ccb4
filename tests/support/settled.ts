import { reader } from '../../server/db/transaction.js'
import { NEVER } from '../../server/jobs/hold-jobs.js'
import { JobWorker } from '../../server/jobs/job-worker.js'
import type { TestApp } from './app.js'

/** Works off everything that is due, also what the server's own worker has taken and not finished. Held jobs rest. */
export async function settled(app: TestApp): Promise<void> {
  const due = 'SELECT id FROM jobs WHERE next_at <= ? OR (lease IS NOT NULL AND next_at < ?) LIMIT 1'
  do {
    await app.get(JobWorker).runDue()
    await new Promise(wake => setImmediate(wake))
  } while ((await reader(app.db).query(due, [app.clock.now().toISOString(), NEVER])).length > 0)
}
