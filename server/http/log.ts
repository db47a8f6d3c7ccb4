import type { LoggerService } from '@nestjs/common'
import { pino, type Logger } from 'pino'
import type { Config } from '../config.js'

/** JSON lines in production; short lines for people otherwise. Bodies, cookies and query strings are never logged. */
export function makeLog(config: Pick<Config, 'logLevel' | 'production'>): Logger {
  const options = { level: config.logLevel, base: null, serializers: { err: describe } }
  return config.production
    ? pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime })
    : pino(options, { write: line => void process.stdout.write(forPeople(line)) })
}

const atStart = new Set(['NestApplication', 'ExceptionHandler', 'TypeOrmModule'])

/** Nest's own news (modules, routes) is only of interest when debugging. */
export const nestLog = (log: Logger): LoggerService => ({
  log: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  debug: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  verbose: (message: unknown, context?: unknown) => log.debug({ context }, String(message)),
  warn: (message: unknown, context?: unknown) =>
    typeof message === 'object' && !(message instanceof Error)
      ? log.warn({ context, ...message })
      : log.warn({ context }, String(message)),
  // errors of the start reach main.ts as well, which says them in one sentence
  error: (message: unknown, ...rest: unknown[]) =>
    log[atStart.has(String(rest.at(-1))) ? 'debug' : 'error'](
      { rest },
      message instanceof Error ? message.stack : String(message),
    ),
})

/** An error with its causes, but without what the ORM hangs onto it: the parameters of a statement are people's data. */
function describe(error: Error): Record<string, unknown> {
  const { code } = error as { code?: string }
  return { type: error.name, message: error.message, stack: error.stack, ...(code ? { code } : {}) }
}

/** So that no line of what somebody sent can pass for a line of ours. */
const indented = (stack: string): string => stack.replace(/^/gm, '    ').replaceAll('\r', ' ')

const names: Record<number, string> = { 20: 'debug', 30: '', 40: 'warning', 50: 'error', 60: 'fatal' }

function forPeople(line: string): string {
  const { level, time, msg, err, ...rest } = JSON.parse(line) as {
    level: number
    time: number
    msg?: string
    err?: { stack?: string }
  }
  const said = Object.keys(rest).length > 0 ? ` ${JSON.stringify(rest)}` : ''
  const start = [new Date(time).toTimeString().slice(0, 8), names[level]].filter(Boolean).join(' ')
  return `${start}  ${(msg ?? '').replace(/[\r\n]+/g, ' ⏎ ')}${said}${err?.stack ? `\n${indented(err.stack)}` : ''}\n`
}
