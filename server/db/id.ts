import { randomFillSync } from 'node:crypto'
import { monotonicFactory } from 'ulid'

/** Asking the system for each of an id's sixteen random digits costs more than writing its row: they come from a pool. */
const pool = new Uint8Array(4096)
let used = pool.length

function chance(): number {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  return pool[used++]! / 256
}

const next = monotonicFactory(chance)

/** A new id: 26 characters, lower case, sortable by time of making; made by the application, never by the database. */
export const newId = (): string => next().toLowerCase()
