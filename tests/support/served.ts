import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Served {
  url: string
  /** Moves the clock of the server, e.g. `P1D`; answers what it says now. */
  advance(duration: string): Promise<Date>
  /** Errors that the server logged so far. */
  errors(): string[]
  /** All that it said. */
  log(): string
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '../..')

/** The built server with the built web, in a process of its own, with the demo organisation on fresh data. */
export async function served(): Promise<Served> {
  for (const built of ['server/dist/main.js', 'web/dist/index.html'])
    if (!existsSync(join(root, built))) throw new Error(`${built} is not there: npm run build (npm test does it by itself)`)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const data = mkdtempSync(join(tmpdir(), 'formloom-browser-'))
  const child = spawn(process.execPath, [join(root, 'server/dist/main.js')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      FORMLOOM_TEST_CLOCK: '1',
      DEMO: '1',
      HOST: 'localhost',
      PORT: String(port),
      DATA_DIR: data,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = new Promise<void>(done => child.once('close', () => done()))
  await new Promise<void>((done, fail) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Formloom is ready')) done()
      })
    child.once('error', fail)
    void ended.then(() => fail(new Error(`The server ended before it was ready:\n${said}`)))
  })
  return {
    url,
    async advance(duration) {
      const answer = await fetch(`${url}/api/v1/test/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: duration }),
      })
      if (!answer.ok) throw new Error(`The clock was not moved: ${answer.status} ${await answer.text()}`)
      return new Date(((await answer.json()) as { now: string }).now)
    },
    errors: () => said.split('\n').filter(line => /^\d\d:\d\d:\d\d (error|fatal) /.test(line)),
    log: () => said,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Addresses that the server hands out hold the port, so it must be known before the start. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(done => server.listen(0, 'localhost', done))
  const { port } = server.address() as AddressInfo
  await new Promise(done => server.close(done))
  return port
}
