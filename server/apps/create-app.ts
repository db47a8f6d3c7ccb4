import { newId } from '../db/id.js'
import type { Tx } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'

export interface CreateApp {
  /** How templates know it again; made from the id when left out. */
  key?: string
  name: { zh: string; en?: string }
  icon?: string
}

/** Answers the new app's id. 409 APP_KEY_TAKEN. */
export async function createApp(tx: Tx, app: CreateApp, now: Date): Promise<string> {
  const id = newId()
  const [last] = await tx.query<{ last: number | null }>('SELECT MAX(position) AS last FROM apps')
  try {
    await tx.run('INSERT INTO apps (id, app_key, name, icon, position, created_at) VALUES (?, ?, ?, ?, ?, ?)', [
      id,
      app.key ?? `app-${id.slice(-10)}`,
      JSON.stringify(app.name),
      app.icon ?? 'layout-grid',
      Number(last?.last ?? 0) + 1,
      now.toISOString(),
    ])
  } catch (error) {
    if (tx.dialect.brokenUnique(error) !== undefined) refuse(409, 'APP_KEY_TAKEN', { key: app.key })
    throw error
  }
  return id
}

/** What is left out stays. 404 NO_SUCH_APP. */
export async function changeApp(tx: Tx, id: string, change: Partial<CreateApp>): Promise<void> {
  const [row] = await tx.query<{ name: string; icon: string }>('SELECT name, icon FROM apps WHERE id = ?', [id])
  if (!row) refuse(404, 'NO_SUCH_APP')
  const name = change.name ? JSON.stringify(change.name) : row.name
  await tx.run('UPDATE apps SET name = ?, icon = ? WHERE id = ?', [name, change.icon ?? row.icon, id])
}
