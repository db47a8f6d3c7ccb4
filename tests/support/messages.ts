import type { DataSource } from 'typeorm'
import type { Json } from '#core/problem'
import { openDatabase } from '../../server/db/data-source.js'
import { newId } from '../../server/db/id.js'
import { reader } from '../../server/db/transaction.js'
import type { Engine } from '../../server/instances/engine.js'
import type { NewMessage } from '../../server/instances/post-messages.js'
import type { MessageRecord } from '../../server/messages/message.entity.js'
import { sendMessage } from '../../server/messages/send-message.js'
import { expiryOf } from '../../server/messages/ttl.js'
import type { TestEngine } from './engine.js'
import { aProcess } from './process.js'

export interface Sent {
  key?: string
  data?: Record<string, Json>
  id?: string
  ttl?: number | string
}

export function aMessage(engine: Engine, name: string, { key = '', data = {}, id = newId(), ttl }: Sent = {}): NewMessage {
  const at = engine.clock.now().toISOString()
  return { id, name, key, data, at, expiresAt: expiryOf(ttl, at) as string, n: 0, by: 'ann', source: 'api' }
}

export async function send(engine: Engine, name: string, sent: Sent = {}): Promise<MessageRecord> {
  const outcome = await sendMessage(engine, aMessage(engine, name, sent))
  if ('reused' in outcome) throw new Error('reused')
  return outcome.message
}

/** Waits for `name`, with the variable `order` as its key (none: any), and then at a timer, so that it can be looked at. */
export const waiting = (name: string, keyed = true): string =>
  aProcess('waiting')
    .start()
    .message('wait', name, keyed ? 'order' : undefined)
    .timer('after', 'P300D')
    .end()
    .xml()

/** Where the tokens of an instance are. */
export const at = async (test: TestEngine, instance: string): Promise<string[]> =>
  (await test.state(instance)).tokens.map(token => token.node).sort()

/** Another server on the same database. */
export async function secondServer(test: TestEngine): Promise<{ engine: Engine; close(): Promise<void> }> {
  const db = await openDatabase(test.store.db.options)
  return { engine: { ...test.engine, db }, close: () => db.destroy() }
}

/** How often each instance has completed an element. */
export async function completions(test: TestEngine, element: string): Promise<Record<string, number>> {
  const rows = await test.rows<{ instance_id: string; n: number }>(
    "SELECT instance_id, COUNT(*) AS n FROM activity_log WHERE element = ? AND type = 'completed' GROUP BY instance_id",
    [element],
  )
  return Object.fromEntries(rows.map(row => [row.instance_id, Number(row.n)]))
}

export const messageRow = async (db: DataSource, id: string): Promise<MessageRecord> =>
  (await reader(db).query<MessageRecord>('SELECT * FROM messages WHERE id = ?', [id]))[0]!

/** A door that somebody stands before until it is opened. */
export function aGate(): { reached: Promise<void>; open(): void; pass(): Promise<void> } {
  let arrive!: () => void
  let open!: () => void
  const reached = new Promise<void>(done => (arrive = done))
  const opened = new Promise<void>(done => (open = done))
  const pass = (): Promise<void> => {
    arrive()
    return opened
  }
  return { reached, open, pass }
}
