import { newId } from '../db/id.js'
import { reader, type Reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { NOBODY } from '../instances/process-starter.js'
import { runCommand } from '../instances/run-command.js'
import { startProcess } from '../instances/start-process.js'
import { startsOf } from '../processes/published-process.js'
import { isAlive, MessageGone, readMessage, takeMessage, waitingFor, type Ear } from './buffer.js'
import { keepAside } from './keep-aside.js'
import { dataOf, type MessageRecord } from './message.entity.js'

/** `gone`: it is no longer waiting, through somebody else; `kept`: until a paused process goes on; `nobody`: nobody listens. */
type Delivery = 'delivered' | 'gone' | 'kept' | 'nobody'

/** What a look at the buffer came to. */
interface Looked {
  /** Messages that found their receiver. */
  delivered: number
  /** Nobody listens (any more): what is left waits for who begins to. */
  nobody: boolean
  /** The look ended at its bound; there may be more. */
  full: boolean
  /** Receivers that failed unexpectedly: their messages are to be tried again. */
  failures: unknown[]
}

/** Refusals by which an instance says that it no longer listens; after any other the message is tried again. */
const DEAF = new Set(['NO_SUCH_INSTANCE', 'INSTANCE_ENDED', 'MESSAGE_NOT_AWAITED'])

/** Listeners that are asked in one go. */
const ASKED = 20

/**
 * Delivers what waits for `ear`, the oldest first, at most `limit` messages. Who listens depends on name and key only, so that the first message that
 * finds nobody ends the look; one that fails unexpectedly does not hold up those behind it. `also`: see waitingFor.
 */
export async function deliverWaiting(engine: Engine, ear: Ear, limit: number, also?: string): Promise<Looked> {
  const read = reader(engine.db)
  const ids = await waitingFor(read, ear, engine.clock.now().toISOString(), limit, also)
  const looked: Looked = { delivered: 0, nobody: false, full: ids.length === limit, failures: [] }
  for (const id of ids) {
    const row = await readMessage(read, id)
    if (!row || !isAlive(row, engine.clock.now())) continue
    const outcome = await deliver(engine, read, row).catch((error: unknown) => ({ error }))
    if (outcome === 'delivered') looked.delivered += 1
    if (outcome === 'nobody') return { ...looked, nobody: true }
    if (typeof outcome === 'object') looked.failures.push(outcome.error)
  }
  return looked
}

/** To the instance that has listened longest, else to the first process that it starts. */
async function deliver(engine: Engine, read: Reader, row: MessageRecord): Promise<Delivery> {
  try {
    return (await toListener(engine, read, row)) ?? (await toStart(engine, read, row)) ?? 'nobody'
  } catch (error) {
    if (error instanceof MessageGone) return 'gone'
    throw error
  }
}

const senderOf = (row: MessageRecord): string => (row.source === 'process' ? NOBODY : row.by_user)

async function toListener(engine: Engine, read: Reader, row: MessageRecord): Promise<Delivery | undefined> {
  const { name, correlation_key: key } = row
  const asked = new Set<string>()
  for (;;) {
    const listeners = (await longestListening(read, { name, key }, ASKED + asked.size)).filter(each => !asked.has(each))
    for (const instance of listeners) {
      asked.add(instance)
      const command = { type: 'message', name, key, data: dataOf(row), by: senderOf(row) } as const
      const write = (tx: Parameters<typeof takeMessage>[0]) => takeMessage(tx, row.id, instance, engine.clock.now().toISOString())
      const outcome = await runCommand(engine, instance, command, { write })
      if (!('rejection' in outcome)) return 'delivered'
      if (outcome.rejection.code === 'PROCESS_PAUSED') return kept(engine, row, await processOf(read, instance))
      if (!DEAF.has(outcome.rejection.code)) throw new Refused(row, outcome.rejection.code)
    }
    // all of a full page had ended meanwhile: there may be others
    if (listeners.length < ASKED) return undefined
  }
}

/** Instances, those that have listened longest first. Two looks, so that each follows an index in its order. */
async function longestListening(read: Reader, { name, key }: Required<Ear>, limit: number): Promise<string[]> {
  const sql =
    "SELECT instance_id, since FROM subscriptions WHERE type = 'message' AND name = ? AND correlation_key = ? ORDER BY since, instance_id LIMIT ?"
  const keys = key === '' ? [''] : [key, '']
  const found = await Promise.all(keys.map(each => read.query<{ instance_id: string; since: string }>(sql, [name, each, limit])))
  const order = (a: { instance_id: string; since: string }, b: typeof a): number =>
    a.since < b.since ? -1 : a.since > b.since ? 1 : a.instance_id < b.instance_id ? -1 : 1
  return [
    ...new Set(
      found
        .flat()
        .sort(order)
        .map(row => row.instance_id),
    ),
  ].slice(0, limit)
}

async function toStart(engine: Engine, read: Reader, row: MessageRecord): Promise<Delivery | undefined> {
  let refusal: string | undefined
  for (const start of await startsOf(read, 'message', row.name)) {
    const instance = newId()
    const wanted = {
      definition: start.definition,
      message: row.name,
      startEvent: start.element,
      data: dataOf(row),
      by: senderOf(row),
      instance,
    }
    const outcome = await startProcess(engine, wanted, tx => takeMessage(tx, row.id, instance, engine.clock.now().toISOString()))
    if (!('rejection' in outcome)) return 'delivered'
    if (outcome.rejection.code === 'PROCESS_PAUSED') return kept(engine, row, start.process_id)
    refusal ??= outcome.rejection.code
  }
  if (refusal !== undefined) throw new Refused(row, refusal)
  return undefined
}

async function kept(engine: Engine, row: MessageRecord, process: string): Promise<Delivery> {
  await keepAside(engine, row.id, process)
  return 'kept'
}

async function processOf(read: Reader, instance: string): Promise<string> {
  const [row] = await read.query<{ process_id: string }>('SELECT process_id FROM instances WHERE id = ?', [instance])
  return row?.process_id ?? ''
}

/** Somebody listens, but could not take it: not the end of the message. */
class Refused extends Error {
  override name = 'Refused'
  constructor(row: MessageRecord, code: string) {
    super(`message ${row.id} (${row.name}): ${code}`)
  }
}
