import type { Reader, Tx } from '../db/transaction.js'

/** An administrator has stopped a process: nothing new begins, what runs stands still, nothing is lost. */
export interface Pause {
  process: string
  /** Name of the process. */
  name: string
  at: string
  by: string
  reason: string | null
}

interface PauseRow {
  process_id: string
  name: string
  at: string
  by_user: string
  reason: string | null
}

const pauseFrom = (row: PauseRow | undefined): Pause | undefined =>
  row && { process: row.process_id, name: row.name, at: row.at, by: row.by_user, reason: row.reason }

const PAUSES =
  'SELECT x.process_id, p.name, x.at, x.by_user, x.reason FROM paused_processes x JOIN processes p ON p.id = x.process_id'

/** Read each time, so that a pause counts on every server at once. */
export async function pauseOf(read: Reader, process: string): Promise<Pause | undefined> {
  return pauseFrom((await read.query<PauseRow>(`${PAUSES} WHERE x.process_id = ?`, [process]))[0])
}

/** Every pause there is: few, and mostly none. */
export async function pausedProcesses(read: Reader): Promise<Set<string>> {
  const rows = await read.query<{ process_id: string }>('SELECT process_id FROM paused_processes')
  return new Set(rows.map(row => row.process_id))
}

/**
 * Is it paused, for what this transaction writes? Holds the pause until the commit: a resume waits, and then finds what was put aside; or it was first,
 * and nothing is put aside any more. A write that changes nothing, because not every database knows a shared lock.
 */
export async function holdsPause(tx: Tx, process: string): Promise<boolean> {
  return (await tx.run('UPDATE paused_processes SET at = at WHERE process_id = ?', [process])) > 0
}
