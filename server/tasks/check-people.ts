import { problem } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import { oneOf } from '../db/write-rows.js'
import { refuse } from '../http/refusal.js'

/** 422 NO_SUCH_USER at `to` (or where they were named); who is disabled is nobody to ask. */
export async function checkPeople(read: Reader, users: readonly string[], at = 'to'): Promise<void> {
  const wanted = [...new Set(users)]
  if (wanted.length === 0) return
  const known = await read.query(`SELECT id FROM users WHERE disabled = 0 AND id ${oneOf(wanted.length)}`, wanted)
  if (known.length < wanted.length) refuse(422, [problem('NO_SUCH_USER', at)])
}
