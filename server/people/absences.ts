import { closesCircle, type Absence } from '#core/process/approval/verbs/stand-in'
import { problem } from '#core/problem'
import { newId } from '../db/id.js'
import type { Reader, Tx } from '../db/transaction.js'
import { insertRows } from '../db/write-rows.js'
import { refuse } from '../http/refusal.js'
import type { AbsenceInfo, NewAbsence } from './absences.api.js'

interface AbsenceRecord {
  id: string
  user_id: string
  to_user: string
  from_at: string
  until_at: string
  processes: string | null
}

/** Absences of all people that are not over at `at`: few, and stand-ins of stand-ins are followed through them. */
export async function absencesFrom(read: Reader, at: string): Promise<(Absence & { id: string })[]> {
  const rows = await read.query<AbsenceRecord>('SELECT * FROM absences WHERE until_at > ? ORDER BY from_at, id', [at])
  return rows.map(row => ({
    id: row.id,
    user: row.user_id,
    to: row.to_user,
    from: row.from_at,
    until: row.until_at,
    ...(row.processes === null ? {} : { processes: JSON.parse(row.processes) as string[] }),
  }))
}

export async function listAbsences(read: Reader, user: string, at: string): Promise<AbsenceInfo[]> {
  const rows = await read.query<AbsenceRecord & { name: string }>(
    'SELECT a.*, u.name FROM absences a JOIN users u ON u.id = a.to_user WHERE a.user_id = ? AND a.until_at > ? ORDER BY a.from_at, a.id',
    [user, at],
  )
  return rows.map(row => ({
    id: row.id,
    to: { id: row.to_user, name: row.name },
    from: row.from_at,
    until: row.until_at,
    processes: row.processes === null ? null : (JSON.parse(row.processes) as string[]),
  }))
}

/** Refusals: 404 NO_SUCH_USER, 422 at `to`, `until` or `from` (absences.api.ts). */
export async function addAbsence(tx: Tx, user: string, asked: NewAbsence, by: string, at: string): Promise<void> {
  const known = await tx.query<{ id: string; disabled: number }>('SELECT id, disabled FROM users WHERE id IN (?, ?)', [
    user,
    asked.to,
  ])
  if (!known.some(row => row.id === user)) refuse(404, 'NO_SUCH_USER')
  if (!known.some(row => row.id === asked.to && Number(row.disabled) === 0)) refuse(422, [problem('NO_SUCH_USER', 'to')])
  if (asked.to === user) refuse(422, [problem('STANDS_IN_HIMSELF', 'to')])
  const [from, until] = [new Date(asked.from).toISOString(), new Date(asked.until).toISOString()]
  if (until <= from || until <= at) refuse(422, [problem('ABSENCE_ENDS_BEFORE', 'until')])
  const others = await absencesFrom(tx, at)
  // one stand-in at a time: who it is must not depend on which row is found first
  if (others.some(other => other.user === user && other.from < until && from < other.until))
    refuse(422, [problem('ABSENCES_OVERLAP', 'from')])
  if (closesCircle({ user, to: asked.to, from, until }, others)) refuse(422, [problem('STAND_IN_CIRCLE', 'to')])
  const processes = asked.processes ? JSON.stringify(asked.processes) : null
  await insertRows(tx, 'absences', columns, [[newId(), user, asked.to, from, until, processes, by, at]])
}
const columns = ['id', 'user_id', 'to_user', 'from_at', 'until_at', 'processes', 'made_by', 'made_at']

export async function dropAbsence(tx: Tx, user: string, id: string): Promise<void> {
  if ((await tx.run('DELETE FROM absences WHERE id = ? AND user_id = ?', [id, user])) === 0) refuse(404, 'NO_SUCH_ABSENCE')
}
