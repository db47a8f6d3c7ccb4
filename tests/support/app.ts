import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Type } from '@nestjs/common'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { getDataSourceToken } from '@nestjs/typeorm'
import type { FastifyInstance } from 'fastify'
import type { DataSource } from 'typeorm'
import { makeApp } from '../../server/app.js'
import { Clock } from '../../server/clock.js'
import { readConfig, type Config } from '../../server/config.js'
import { makeLog } from '../../server/http/log.js'
import { Client } from './client.js'
import type { Database } from './each-database.js'
import { newDatabase } from './mariadb.js'

export interface AppOptions {
  database?: Database
  /** Installs the demo organisation. */
  demo?: boolean
  /** More of the environment, e.g. LOG_LEVEL. */
  env?: Record<string, string>
}

export interface TestApp {
  config: Config
  db: DataSource
  clock: Clock
  nest: NestFastifyApplication
  get<T>(type: Type<T>): T
  /** Somebody without an account, with an empty cookie jar. */
  anybody(ip?: string): Client
  /** Signed in; throws when refused. */
  signIn(account: string, password?: string): Promise<Client>
  /** The first administrator (account `admin`), made when there is none yet. */
  admin(): Promise<Client>
  /** Ends the server and starts it again on the same data. */
  restart(): Promise<TestApp>
  close(): Promise<void>
}

export const testPassword = 'formloom'

/** The whole server in this process, on its own temporary data. */
export async function anApp(options: AppOptions = {}): Promise<TestApp> {
  const folder = mkdtempSync(join(tmpdir(), 'formloom-test-'))
  const database = options.database === 'mariadb' ? await newDatabase() : undefined
  const clean = async (): Promise<void> => {
    await database?.drop()
    rmSync(folder, { recursive: true, force: true })
  }
  const env = {
    NODE_ENV: 'test',
    FORMLOOM_TEST_CLOCK: '1',
    PORT: '0',
    DATA_DIR: folder,
    DEMO: options.demo ? '1' : '0',
    LOG_LEVEL: 'fatal',
    ...(database ? { DATABASE_URL: database.url } : {}),
    ...options.env,
  }
  return boot(env, clean).catch(async (error: unknown) => {
    await clean()
    throw error
  })
}

async function boot(env: Record<string, string>, clean: () => Promise<void>): Promise<TestApp> {
  const config = readConfig(env)
  const nest = await makeApp(config, makeLog(config))
  await nest.init()
  const fastify = nest.getHttpAdapter().getInstance() as unknown as FastifyInstance
  await fastify.ready()
  const anybody = (ip?: string): Client => new Client(fastify, ip)
  const signIn = async (account: string, password = testPassword): Promise<Client> => {
    const client = anybody()
    const answer = await client.post('/session', { account, password })
    if (answer.status !== 200) throw new Error(`sign-in of ${account}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return client
  }
  return {
    config,
    nest,
    db: nest.get<DataSource>(getDataSourceToken()),
    clock: nest.get(Clock),
    get: type => nest.get(type, { strict: false }),
    anybody,
    signIn,
    async admin() {
      const client = anybody()
      const found = await client.post('/setup', { organisation: 'Test', name: 'Admin', account: 'admin', password: testPassword })
      return found.status === 201 ? client : signIn('admin')
    },
    async restart() {
      await nest.close()
      return boot(env, clean)
    },
    async close() {
      await nest.close()
      await clean()
    },
  }
}
