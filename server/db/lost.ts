/** What a driver's error says, also below the ORM's. */
interface DriverError {
  code?: string
  errno?: number
  fatal?: boolean
  syscall?: string
  message?: string
}
const causeOf = (error: unknown): DriverError => ((error as { driverError?: DriverError }).driverError ?? error) as DriverError

/**
 * COMMIT was sent, and the connection went away before the answer: the changes may be there or not. Never simply done again: who asked looks
 * first (a job at its lease, a request at its Idempotency-Key, a command at the revision).
 */
export class CommitUnknown extends Error {
  override name = 'CommitUnknown'
  constructor(override readonly cause: unknown) {
    super('the connection was lost during COMMIT')
  }
}

/** Of a socket: anybody's, unless the database's driver says that its connection is over (`fatal`). */
const socketCodes = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])
const lostCodes = new Set(['PROTOCOL_CONNECTION_LOST', 'ER_SERVER_SHUTDOWN', 'ER_NORMAL_SHUTDOWN', 'ER_CONNECTION_KILLED'])
/** Server shutdown, normal shutdown, connection killed (MySQL's CR and MariaDB's ER number), query interrupted. */
const lostNumbers = new Set([1053, 1077, 1927, 3169])

/** A connection that was there is gone. What it had not committed is rolled back by the server. */
export function connectionLost(error: unknown): boolean {
  const { code = '', errno, fatal, syscall, message = '' } = causeOf(error)
  if (syscall === 'connect') return false
  if (lostCodes.has(code) || lostNumbers.has(errno ?? 0)) return true
  return fatal === true && (socketCodes.has(code) || /closed state/.test(message))
}

/** The statement never left: the driver knew already that the connection is gone. */
export const neverSent = (error: unknown): boolean => /closed state/.test(causeOf(error).message ?? '')

/** No connection can be had at all: the server is down, restarts, or takes no more. */
export function unreachable(error: unknown): boolean {
  const { code = '', syscall } = causeOf(error)
  return syscall === 'connect' || ['ER_CON_COUNT_ERROR', 'ER_TOO_MANY_USER_CONNECTIONS', 'POOL_CLOSED'].includes(code)
}
