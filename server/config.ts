import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { DatabasePlace } from './db/data-source.js'

/** Everything that the environment decides, read once. */
export interface Config {
  port: number
  host: string
  dataDir: string
  database: DatabasePlace
  /** The first start makes a demo organisation, and the sign-in page shows its accounts. */
  demo: boolean
  production: boolean
  /** Where browsers reach us; links in mails are made from it, never from a request's Host. */
  baseUrl: string
  /** Key of everything that must be signed or encrypted, 64 hex digits; made at the first start. */
  secret: string
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'
  /** Believe X-Forwarded-For: only behind a proxy of our own. */
  trustProxy: boolean
  /** Hosts inside the house that webhooks may call; none unless the operator names them. */
  webhookHosts: string[]
  /** Days for which ended instances are kept where their process does not say; 0: for ever. */
  retentionDays: number
  /** After so long without a word from a server, the others do its jobs. */
  leaseSeconds: number
  /** Tests may move the clock. */
  testClock: boolean
}

/** For Nest: `@Inject(CONFIG) config: Config`. */
export const CONFIG = Symbol('config')

/** A setting that cannot be used. Its message is one sentence for the operator and all that he sees. */
export class WrongSetting extends Error {
  override name = 'WrongSetting'
}

type Environment = Record<string, string | undefined>

/** Reads and checks the environment; throws WrongSetting. Makes the data folder and the secret when they are not there. */
export function readConfig(env: Environment): Config {
  const production = env.NODE_ENV === 'production'
  const port = portOf(env.PORT)
  const dataDir = dataFolder(env.DATA_DIR)
  const url = databaseUrl(env.DATABASE_URL)
  return {
    port,
    host: env.HOST || '0.0.0.0',
    dataDir,
    database: { ...(url ? { url } : {}), folder: dataDir },
    demo: flag('DEMO', env.DEMO, !production),
    production,
    baseUrl: baseUrl(env.BASE_URL, port),
    secret: env.SECRET ? givenSecret(env.SECRET) : ownSecret(dataDir),
    logLevel: oneOf('LOG_LEVEL', env.LOG_LEVEL || 'info', ['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    trustProxy: flag('TRUST_PROXY', env.TRUST_PROXY, false),
    webhookHosts: (env.WEBHOOK_HOSTS ?? '').split(',').flatMap(host => host.trim() || []),
    retentionDays: daysOf(env.RETENTION_DAYS),
    leaseSeconds: leaseOf(env.LEASE_SECONDS),
    testClock: env.NODE_ENV === 'test' && env.FORMLOOM_TEST_CLOCK === '1',
  }
}

function portOf(given: string | undefined): number {
  const port = Number(given || 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new WrongSetting(`PORT must be a number from 0 to 65535, not "${given}".`)
  return port
}

function daysOf(given: string | undefined): number {
  const days = Number(given || 0)
  if (!Number.isInteger(days) || days < 0 || days > 36_500)
    throw new WrongSetting(`RETENTION_DAYS must be a number of days, or 0 to keep everything, not "${given}".`)
  return days
}

function leaseOf(given: string | undefined): number {
  const seconds = Number(given || 60)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw new WrongSetting(`LEASE_SECONDS must be a number of seconds from 1 to 3600, not "${given}".`)
  return seconds
}

function dataFolder(given: string | undefined): string {
  const folder = resolve(given || './data')
  try {
    if (!existsSync(folder)) mkdirSync(folder, { recursive: !existsSync(dirname(folder)) })
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch {
    throw new WrongSetting(`The data folder ${folder} cannot be written: set DATA_DIR to a folder that this user may write to.`)
  }
  return folder
}

function databaseUrl(given: string | undefined): string | undefined {
  if (!given) return undefined
  const form = 'DATABASE_URL must look like mysql://user:password@host:3306/database (or mariadb://…), or be left out for SQLite'
  // the address itself is not repeated: it holds a password
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (!url || !['mysql:', 'mariadb:'].includes(url.protocol)) throw new WrongSetting(`${form}.`)
  if (!/^\/[^/]+$/.test(url.pathname)) throw new WrongSetting(`${form}: the name of the database is missing.`)
  return given
}

function baseUrl(given: string | undefined, port: number): string {
  if (!given) return `http://localhost:${port}`
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new WrongSetting(`BASE_URL must be an http(s) address, not "${given}".`)
  return given.replace(/\/+$/, '')
}

function givenSecret(given: string): string {
  if (!/^[0-9a-f]{64}$/i.test(given))
    throw new WrongSetting('SECRET must be 64 hexadecimal digits, or be left out to let Formloom make one.')
  return given.toLowerCase()
}

/** The secret rests beside the data and goes into the same backup. */
function ownSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  if (!existsSync(file)) {
    try {
      writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw new WrongSetting(`The secret cannot be written to ${file}.`)
    }
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(secret))
    throw new WrongSetting(`The secret in ${file} is damaged: put the 64 digits from a backup there.`)
  return secret
}

function flag(name: string, given: string | undefined, otherwise: boolean): boolean {
  if (!given) return otherwise
  if (['1', 'true', 'yes', 'on'].includes(given.toLowerCase())) return true
  if (['0', 'false', 'no', 'off'].includes(given.toLowerCase())) return false
  throw new WrongSetting(`${name} must be 1 or 0, not "${given}".`)
}

function oneOf<T extends string>(name: string, given: string, allowed: readonly T[]): T {
  if (!(allowed as readonly string[]).includes(given))
    throw new WrongSetting(`${name} must be one of ${allowed.join(', ')}, not "${given}".`)
  return given as T
}
