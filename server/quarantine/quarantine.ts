import { fork, type ChildProcess } from 'node:child_process'

/** What a child is given; it gets no environment, no files of ours by inheritance and no way to make code from text. */
export interface QuarantineSettings {
  /** Path of the child's compiled entry, which calls `answer`. */
  entry: string
  /** Heap of a child. */
  megabytes: number
  /** Children at most; each handles one message at a time. */
  children: number
  /** Messages after which a child is replaced. */
  recycleAfter: number
  /** Milliseconds without work after which a child is let go. */
  idle: number
}

/** `late`: killed at its time limit; `died`: out of memory or crashed; `busy`: too many are waiting, it was not tried. */
export type Answer = { answer: string } | { failed: 'late' | 'died' | 'busy' }

export interface Quarantine {
  /** Hands one text to a child. `milliseconds` count from when a ready child has it. */
  ask(message: string, milliseconds: number): Promise<Answer>
  /** Kills the children; what waits fails as `died`. */
  close(): void
}

const WAITING = 500
/** A child that has not even started by then never will (milliseconds). */
const START = 20_000

interface Job {
  message: string
  milliseconds: number
  settle(answer: Answer): void
}

interface Child {
  process: ChildProcess
  ready: boolean
  job?: Job
  timer?: NodeJS.Timeout
  answered: number
}

/**
 * Child processes for work on hostile input: each message is answered within its time or its child is killed (SIGKILL, which
 * nothing inside can refuse). Children are started when they are needed and do not keep the server alive.
 */
export const openQuarantine = (settings: QuarantineSettings): Quarantine => {
  const children = new Set<Child>()
  const waiting: Job[] = []
  let closed = false

  const start = (): Child => {
    const child: Child = {
      process: fork(settings.entry, [], {
        execArgv: [
          `--max-old-space-size=${settings.megabytes}`,
          '--disable-proto=delete',
          '--disallow-code-generation-from-strings',
        ],
        env: {},
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      }),
      ready: false,
      answered: 0,
    }
    children.add(child)
    limit(child, START, () => !child.ready)
    child.process.on('message', message => (child.ready ? finish(child, { answer: String(message) }) : greet(child)))
    child.process.on('exit', () => lose(child, 'died'))
    child.process.on('error', () => lose(child, 'died'))
    return child
  }

  const greet = (child: Child) => {
    child.ready = true
    clearTimeout(child.timer)
    if (child.job) send(child, child.job)
    else rest(child)
  }

  const send = (child: Child, job: Job) => {
    child.process.ref()
    child.process.channel?.ref()
    limit(child, job.milliseconds, () => child.job === job)
    // A child that is going away reports by its exit.
    child.process.send(job.message, () => undefined)
  }

  const limit = (child: Child, milliseconds: number, isLate: () => boolean) => {
    clearTimeout(child.timer)
    // If our own loop was late, the answer may be here already: one round of reading before the kill.
    child.timer = setTimeout(() => setImmediate(() => isLate() && lose(child, 'late')), milliseconds)
  }

  const finish = (child: Child, answer: Answer) => {
    const { job } = child
    if (!job) return
    child.job = undefined
    child.answered++
    if (child.answered >= settings.recycleAfter) replace(child)
    else rest(child)
    job.settle(answer)
    next()
  }

  /** A free child waits a while, without keeping the process alive. */
  const rest = (child: Child) => {
    clearTimeout(child.timer)
    child.timer = setTimeout(() => discard(child), settings.idle).unref()
    child.process.unref()
    child.process.channel?.unref()
  }

  const discard = (child: Child) => {
    clearTimeout(child.timer)
    children.delete(child)
    child.process.kill('SIGKILL')
  }

  /** Where there is that much work there will be more: the successor starts at once. */
  const replace = (child: Child) => {
    discard(child)
    if (!closed && settings.recycleAfter > 1) start()
  }

  const lose = (child: Child, failed: 'late' | 'died') => {
    if (!children.has(child)) return
    discard(child)
    child.job?.settle({ failed })
    next()
  }

  const next = () => {
    if (closed || waiting.length === 0) return
    const idle = [...children].filter(child => !child.job)
    const free = idle.find(child => child.ready) ?? idle[0] ?? (children.size < settings.children ? start() : undefined)
    if (!free) return
    free.job = waiting.shift()!
    if (free.ready) send(free, free.job)
  }

  return {
    ask: (message, milliseconds) =>
      new Promise(settle => {
        if (closed) return settle({ failed: 'died' })
        if (waiting.length >= WAITING) return settle({ failed: 'busy' })
        waiting.push({ message, milliseconds, settle })
        next()
      }),
    close() {
      closed = true
      for (const child of [...children]) lose(child, 'died')
      for (const job of waiting.splice(0)) job.settle({ failed: 'died' })
    },
  }
}
