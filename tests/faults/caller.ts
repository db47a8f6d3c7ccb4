import type { ServerProcess } from './server-process.js'

export interface Reply<T = any> {
  status: number
  body: T
  /** Seconds. */
  retryAfter?: string
}

/** A browser's manners over a real socket: cookies, the header of the web, an address of its own (the throttle counts by address). */
export class Caller {
  private cookie = ''
  constructor(
    private readonly server: Pick<ServerProcess, 'url'>,
    readonly account = '',
  ) {}

  async signIn(password: string): Promise<this> {
    await this.must('POST', '/session', { account: this.account, password })
    return this
  }

  /** The same person, with the same cookies as now, at another server. */
  at(server: Pick<ServerProcess, 'url'>): Caller {
    const same = new Caller(server, this.account)
    same.cookie = this.cookie
    return same
  }

  /** Throws when the server cannot be reached or goes away before it has answered. Paths are below /api/v1. */
  async ask<T = any>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Reply<T>> {
    const response = await fetch(`${await this.server.url()}/api/v1${path}`, {
      method,
      headers: {
        'x-formloom': '1',
        'x-forwarded-for': address(),
        cookie: this.cookie,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    })
    const text = await response.text()
    const cookies = response.headers.getSetCookie().map(each => each.split(';')[0])
    if (cookies.length > 0) this.cookie = cookies.join('; ')
    const retryAfter = response.headers.get('retry-after')
    const answer = (text === '' ? undefined : JSON.parse(text)) as T
    return { status: response.status, body: answer, ...(retryAfter === null ? {} : { retryAfter }) }
  }

  /** The body of a 2xx answer; everything else is thrown. */
  async must<T = any>(method: string, path: string, body?: object): Promise<T> {
    const { status, body: answer } = await this.ask<T>(method, path, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(answer)}`)
    return answer
  }
}

let calls = 0
const address = (): string => `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls++ & 255}`
