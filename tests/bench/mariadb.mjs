// A private MariaDB of its own for a bench, with the durability of production: every commit is forced to the disk.
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const { createConnection } = createRequire(import.meta.url)('mysql2/promise')
const find = name =>
  [...process.env.PATH.split(':'), '/usr/sbin', '/usr/local/sbin'].map(folder => join(folder, name)).find(existsSync)

/** Undefined when MariaDB is not installed. `url` is an empty database. */
export async function startMariadb() {
  const [server, install] = [find('mariadbd'), find('mariadb-install-db')]
  if (!server || !install) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'formloom-bench-mariadb-'))
  for (const part of ['data', 'tmp']) mkdirSync(join(folder, part))
  const user = userInfo().uid === 0 ? ['--user=root'] : []
  const place = ['--no-defaults', ...user, `--datadir=${folder}/data`]
  execFileSync(install, [...place, '--auth-root-authentication-method=normal', '--skip-test-db'], { stdio: 'pipe' })
  const socket = join(folder, 's.sock')
  const child = spawn(
    server,
    [
      ...place,
      `--tmpdir=${folder}/tmp`,
      `--socket=${socket}`,
      `--pid-file=${folder}/pid`,
      `--log-error=${folder}/err.log`,
      '--skip-networking',
      '--character-set-server=utf8mb4',
      '--innodb-buffer-pool-size=256M',
      '--innodb-log-file-size=128M',
      '--innodb-flush-log-at-trx-commit=1',
      '--skip-log-bin',
      '--performance-schema=OFF',
    ],
    { stdio: 'ignore' },
  )
  for (let tries = 0; ; tries++) {
    const connection = await createConnection({ socketPath: socket, user: 'root' }).catch(() => undefined)
    if (connection) {
      await connection.query('CREATE DATABASE bench CHARACTER SET utf8mb4')
      await connection.end()
      break
    }
    if (tries > 300 || child.exitCode !== null) throw new Error('mariadbd does not start')
    await new Promise(wake => setTimeout(wake, 100))
  }
  return {
    url: `mariadb://root@localhost/bench?socketPath=${encodeURIComponent(socket)}`,
    pid: child.pid,
    async stop() {
      const ended = new Promise(done => child.once('exit', done))
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
