import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, WrongSetting } from '../../server/config.js'
import { makeLog } from '../../server/http/log.js'
import { makeApp } from '../../server/app.js'
import { databaseTrouble } from '../../server/db-trouble.js'

describe('settings', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'formloom-config-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const read = (env: Record<string, string>) => readConfig({ DATA_DIR: folder, ...env })

  test('have defaults for a try-out, and no demo in production', () => {
    expect(read({})).toMatchObject({
      port: 3000,
      demo: true,
      production: false,
      testClock: false,
      baseUrl: 'http://localhost:3000',
      database: { folder },
    })
    expect(read({ NODE_ENV: 'production' }).demo).toBe(false)
    expect(read({ DEMO: '0' }).demo).toBe(false)
    expect(read({ BASE_URL: 'https://forms.example/' }).baseUrl).toBe('https://forms.example')
  })

  test('webhooks may call no host inside the house, unless the operator names it', () => {
    expect(read({}).webhookHosts).toEqual([])
    expect(read({ WEBHOOK_HOSTS: 'erp.internal, 10.0.0.7,' }).webhookHosts).toEqual(['erp.internal', '10.0.0.7'])
  })

  test('jobs of a silent server are taken over after a minute, unless the operator says when', () => {
    expect([read({}).leaseSeconds, read({ LEASE_SECONDS: '5' }).leaseSeconds]).toEqual([60, 5])
    expect(() => read({ LEASE_SECONDS: '0' })).toThrow('LEASE_SECONDS')
  })

  test('history is kept for ever, unless the operator says for how long', () => {
    expect(read({}).retentionDays).toBe(0)
    expect(read({ RETENTION_DAYS: '365' }).retentionDays).toBe(365)
  })

  test('the clock can be moved only when test and switch say so', () => {
    expect(read({ FORMLOOM_TEST_CLOCK: '1' }).testClock).toBe(false)
    expect(read({ NODE_ENV: 'production', FORMLOOM_TEST_CLOCK: '1' }).testClock).toBe(false)
    expect(read({ NODE_ENV: 'test', FORMLOOM_TEST_CLOCK: '1' }).testClock).toBe(true)
  })

  test('the secret is made once, for this user only', () => {
    const { secret } = read({})
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
    expect(read({}).secret).toBe(secret)
    expect(readFileSync(join(folder, 'secret'), 'utf8')).toBe(`${secret}\n`)
  })

  test.each([
    [{ PORT: 'abc' }, /^PORT must be/],
    [{ PORT: '70000' }, /^PORT must be/],
    [{ RETENTION_DAYS: '-1' }, /^RETENTION_DAYS must be/],
    [{ RETENTION_DAYS: 'ever' }, /^RETENTION_DAYS must be/],
    [{ DEMO: 'perhaps' }, /^DEMO must be 1 or 0/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
    [{ BASE_URL: 'forms.example' }, /^BASE_URL must be/],
    [{ SECRET: 'short' }, /^SECRET must be 64/],
    [{ DATABASE_URL: 'postgres://u:p@h/db' }, /^DATABASE_URL must look like/],
    [{ DATABASE_URL: 'mysql://u:topsecret@h' }, /name of the database is missing/],
    [{ DATA_DIR: '/proc/formloom' }, /^The data folder \/proc\/formloom cannot be written/],
  ])('%j is refused with one sentence', (env, sentence) => {
    const trial = () => read(env)
    expect(trial).toThrow(WrongSetting)
    expect(trial).toThrow(sentence)
    expect(trial).not.toThrow(/topsecret|\n/)
  })

  test('a damaged secret is not replaced: what it sealed would be lost', () => {
    writeFileSync(join(folder, 'secret'), 'oops')
    expect(() => read({})).toThrow(/damaged/)
  })

  test.each([
    ['mariadb://u:topsecret@127.0.0.1:1/formloom', /^The database server of DATABASE_URL \(127\.0\.0\.1:1\) cannot be reached/],
    ['mysql://u:topsecret@localhost/formloom?socketPath=%2Fnowhere.sock', /\(\/nowhere\.sock\) cannot be reached/],
  ])('%s: a database that is away is told in one sentence', async (url, sentence) => {
    const config = read({ DATABASE_URL: url, LOG_LEVEL: 'silent' })
    const start = makeApp(config, makeLog(config)).catch(databaseTrouble(config))
    await expect(start).rejects.toThrow(sentence)
    await expect(start).rejects.not.toThrow(/topsecret|\n/)
  })

  test('a file that is no database is told in one sentence', async () => {
    writeFileSync(join(folder, 'formloom.db'), 'not a database '.repeat(100))
    chmodSync(join(folder, 'formloom.db'), 0o600)
    const config = read({ LOG_LEVEL: 'silent' })
    await expect(makeApp(config, makeLog(config)).catch(databaseTrouble(config))).rejects.toThrow(/is damaged: restore a backup/)
  })
})
