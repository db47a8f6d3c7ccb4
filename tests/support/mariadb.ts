import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'

/** A private MariaDB server in a temporary folder, reached through a socket only. It syncs nothing to the disk: tests of power cuts start their own. */
export interface Mariadb {
  socket: string
  process: ChildProcess
  /** SIGKILL: nothing is written any more. */
  kill(): Promise<void>
  /** Starts it again on the same data after a kill; it answers when this is done. */
  start(): Promise<void>
  stop(): Promise<void>
}

const programs = { server: 'mariadbd', install: 'mariadb-install-db' }
const find = (name: string): string | undefined =>
  [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'].map(folder => join(folder, name)).find(existsSync)

/** Undefined when MariaDB is not installed on this machine. @public (databases.ts requires it in a way that tools do not see) */
export async function startMariadb(options: { sync?: boolean } = {}): Promise<Mariadb | undefined> {
  const server = find(programs.server)
  const install = find(programs.install)
  if (!server || !install) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'formloom-mariadb-'))
  for (const part of ['data', 'tmp']) mkdirSync(join(folder, part))
  const user = userInfo().uid === 0 ? ['--user=root'] : []
  const place = ['--no-defaults', ...user, `--datadir=${folder}/data`]
  execFileSync(install, [...place, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'], {
    stdio: 'pipe',
  })
  const socket = join(folder, 's.sock')
  const run = (): ChildProcess =>
    spawn(
      server,
      [
        ...place,
        `--tmpdir=${folder}/tmp`,
        `--socket=${socket}`,
        `--pid-file=${folder}/pid`,
        `--log-error=${folder}/err.log`,
        '--skip-networking',
        '--skip-name-resolve',
        '--character-set-server=utf8mb4',
        '--innodb-buffer-pool-size=128M',
        '--innodb-log-file-size=32M',
        '--innodb-flush-log-at-trx-commit=1',
        `--innodb-flush-method=${options.sync ? 'fsync' : 'nosync'}`,
        '--skip-log-bin',
        '--performance-schema=OFF',
      ],
      { stdio: 'ignore' },
    )
  const mariadb: Mariadb = {
    socket,
    process: run(),
    async kill() {
      const child = mariadb.process
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise(done => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
    },
    async start() {
      mariadb.process = run()
      await answering(socket, mariadb.process)
    },
    async stop() {
      await mariadb.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await answering(socket, mariadb.process)
  return mariadb
}

async function answering(socket: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`mariadbd ended with code ${child.exitCode}`)
    const connection = await createConnection({ socketPath: socket, user: 'root' }).catch(() => undefined)
    if (connection) return connection.end()
    await new Promise(wake => setTimeout(wake, 100))
  }
  throw new Error('mariadbd does not answer')
}

/** The socket of the run's server, which tests/support/databases.ts starts before the first test. */
export const runSocket = (): string | undefined => process.env.FORMLOOM_TEST_MARIADB || undefined

/** A new, empty database of its own on the run's server. */
export async function newDatabase(socket = runSocket()): Promise<{ url: string; drop(): Promise<void> }> {
  if (!socket) throw new Error('MariaDB is not running: ask for it with eachDatabase')
  const name = `test_${randomBytes(6).toString('hex')}`
  await once(socket, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  return {
    url: `mariadb://root@localhost/${name}?socketPath=${encodeURIComponent(socket)}`,
    drop: () => once(socket, `DROP DATABASE ${name}`),
  }
}

async function once(socket: string, sql: string): Promise<void> {
  const connection = await createConnection({ socketPath: socket, user: 'root' })
  await connection.query(sql).finally(() => connection.end())
}
