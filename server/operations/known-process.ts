import type { Reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'

/** A process as operators see it: also a deleted one, whose instances may still run. */
export async function knownProcess(read: Reader, id: string): Promise<{ id: string; name: string } | undefined> {
  return (await read.query<{ id: string; name: string }>('SELECT id, name FROM processes WHERE id = ?', [id]))[0]
}

/** 404 NO_SUCH_PROCESS. */
export async function mustKnow(read: Reader, id: string): Promise<void> {
  if (!(await knownProcess(read, id))) refuse(404, 'NO_SUCH_PROCESS')
}
