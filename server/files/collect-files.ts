import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataSource } from 'typeorm'
import { inTransaction, reader } from '../db/transaction.js'

const day = 86_400_000

/**
 * Forgets uploads that no record took within a day, then deletes bytes that no row names. Bytes younger than a day stay: their row
 * may be on its way. Answers how many of each went. Called once in a while.
 */
export async function collectFiles(db: DataSource, dataDir: string, now: Date): Promise<{ rows: number; contents: number }> {
  const limit = new Date(now.getTime() - day).toISOString()
  const rows = await inTransaction(db, tx => tx.run('DELETE FROM files WHERE record IS NULL AND uploaded_at < ?', [limit]))
  let contents = 0
  const folder = join(dataDir, 'files')
  for (const part of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, part))) {
      const place = join(folder, part, name)
      const { mtimeMs } = await stat(place)
      if (mtimeMs > now.getTime() - day) continue
      const named = part === 'coming' ? [] : await reader(db).query('SELECT id FROM files WHERE hash = ? LIMIT 1', [name])
      if (named.length > 0) continue
      await rm(place, { force: true })
      contents++
    }
  }
  return { rows, contents }
}
