import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(__dirname, '../..')
const bootTime = 30_000

/** The built server as a process of its own, so that it can be killed. */
export interface ServerProcess {
  /** Where it listens now; waits while it is down. */
  url(): Promise<string>
  start(): Promise<void>
  /** The program that the next start runs, with its arguments, from the root of the repository. It must print "Formloom is ready: <url>". */
  become(entry: string[]): void
  /** SIGKILL: nothing is finished, nothing is said. */
  kill(): Promise<void>
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>
  /** SIGSTOP: it stands still, with everything that it holds. */
  freeze(): void
  /** SIGCONT. */
  wake(): void
  /** It will not come back: who waits for its address gets an error. */
  gone(): void
  /** What it has written so far, all lives together. */
  said(): string
}

export function aServerProcess(folder: string, env: Record<string, string> = {}): ServerProcess {
  if (!existsSync(join(root, 'server/dist/main.js'))) throw new Error('The server is not built: npm run build:server')
  let entry = ['server/dist/main.js']
  let child: ChildProcess | undefined
  let output = ''
  let up = promised<string>()
  const ended = (): Promise<number | null> =>
    new Promise(done =>
      child!.exitCode !== null || child!.signalCode !== null ? done(child!.exitCode) : child!.once('exit', done),
    )
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    up = promised()
    const over = ended()
    child!.kill(signal)
    return over
  }
  return {
    url: () => up.promise,
    become: program => void (entry = program),
    async start() {
      const settings = {
        DATA_DIR: folder,
        PORT: '0',
        HOST: '127.0.0.1',
        DEMO: '0',
        NODE_ENV: 'test',
        FORMLOOM_TEST_CLOCK: '1',
        TRUST_PROXY: '1',
      }
      const started = spawn(process.execPath, [...entry], {
        cwd: root,
        env: { PATH: process.env.PATH, ...settings, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      child = started
      const url = await new Promise<string>((ready, fail) => {
        let here = ''
        const timer = setTimeout(() => {
          started.kill('SIGKILL')
          fail(new Error(`The server did not start:\n${here}`))
        }, bootTime)
        const read = (part: Buffer): void => {
          here += String(part)
          output += String(part)
          const port = /Formloom is ready: http:\/\/localhost:(\d+)/.exec(here)?.[1]
          if (!port) return
          clearTimeout(timer)
          ready(`http://127.0.0.1:${port}`)
        }
        started.stdout!.on('data', read)
        started.stderr!.on('data', read)
        started.once('exit', code => {
          clearTimeout(timer)
          fail(new Error(`The server ended with ${code}:\n${here}`))
        })
      })
      up.resolve(url)
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    freeze: () => void child!.kill('SIGSTOP'),
    wake: () => void child!.kill('SIGCONT'),
    gone: () => up.reject(new Error('The server is gone')),
    said: () => output,
  }
}

/** One of several servers that is up; waits while none is. */
export const anyOf = (servers: readonly Pick<ServerProcess, 'url'>[]): Pick<ServerProcess, 'url'> => ({
  url: () => Promise.race([...servers].sort(() => Math.random() - 0.5).map(server => server.url())),
})

function promised<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let resolve!: (value: T) => void
  let reject!: (error: Error) => void
  const promise = new Promise<T>((done, fail) => ([resolve, reject] = [done, fail]))
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
