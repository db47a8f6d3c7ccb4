import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { Clock } from '../clock.js'
import { readConfig, WrongSetting } from '../config.js'
import { dataSourceOptions, openDatabase } from '../db/data-source.js'
import { reader } from '../db/transaction.js'
import { createEvaluate } from '../expressions/create-evaluate.js'
import type { Engine } from '../instances/engine.js'
import { makeEngine } from '../instances/make-engine.js'

export interface OpenEngine {
  engine: Engine
  /** Who acts: an account (`--by`), else the machine's user. */
  by: string
  close(): Promise<void>
}

/**
 * The engine on the database of DATA_DIR or DATABASE_URL, without a server; one may run beside it. What has to wait (timers, deliveries) is left to the next
 * server. Throws WrongSetting.
 */
export async function openEngine(account?: string): Promise<OpenEngine> {
  const folder = resolve(process.env.DATA_DIR || './data')
  if (!process.env.DATABASE_URL && !existsSync(join(folder, 'formloom.db')))
    throw new WrongSetting(`There is no database in ${folder}: set DATA_DIR or DATABASE_URL.`)
  const config = readConfig(process.env)
  const db = await openDatabase(dataSourceOptions(config.database))
  const evaluation = createEvaluate()
  const close = async (): Promise<void> => {
    evaluation.close()
    await db.destroy()
  }
  const engine = makeEngine({
    db,
    clock: new Clock(),
    evaluate: evaluation.evaluate,
    live: { publish: () => undefined },
    jobs: { wake: () => undefined },
    allowedHosts: config.webhookHosts,
  })
  try {
    return { engine, by: await actor(engine, account), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function actor(engine: Engine, account: string | undefined): Promise<string> {
  if (account === undefined) return `cli:${userInfo().username}`.slice(0, 64)
  const sql = 'SELECT id FROM users WHERE account_key = ? AND disabled = 0'
  const [user] = await reader(engine.db).query<{ id: string }>(sql, [account.toLowerCase()])
  if (!user) throw new WrongSetting(`There is no account ${account}, or it is disabled.`)
  return user.id
}
