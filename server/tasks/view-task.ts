import type { Reader, Tx } from '../db/transaction.js'

/** When somebody last opened a task; undefined: never. */
export async function lastView(read: Reader, task: string, user: string): Promise<string | undefined> {
  return (await read.query<{ at: string }>('SELECT at FROM task_views WHERE user_id = ? AND task_id = ?', [user, task]))[0]?.at
}

/** He has seen it now, and with it what he was told about it. */
export async function viewTask(tx: Tx, task: string, user: string, at: string): Promise<void> {
  if ((await tx.run('UPDATE task_views SET at = ? WHERE user_id = ? AND task_id = ?', [at, user, task])) === 0) {
    const ignore = tx.dialect.name === 'sqlite' ? 'INSERT OR IGNORE' : 'INSERT IGNORE'
    await tx.run(`${ignore} INTO task_views (user_id, task_id, at) VALUES (?, ?, ?)`, [user, task, at])
  }
  await tx.run('UPDATE notifications SET read_at = ? WHERE user_id = ? AND task_id = ? AND read_at IS NULL', [at, user, task])
}
