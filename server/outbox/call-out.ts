import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isIP } from 'node:net'
import { problem, type Problem } from '#core/problem'
import { isPrivate } from './private-address.js'

export interface Call {
  url: string
  method: string
  headers: Record<string, string>
  body?: string
}

export interface Limits {
  /** For the whole exchange. */
  milliseconds: number
  /** Of the answer. */
  bytes: number
  /** Hosts inside the house that an operator has opened, as `host` or `host:port`. */
  allowed: readonly string[]
}

export const ordinary: Limits = { milliseconds: 10_000, bytes: 256 * 1024, allowed: [] }

export type Reply = { status: number; body: string } | { problem: Problem }

/**
 * The one client for addresses that people typed. Private targets are refused, checked inside the socket's own lookup, so that a name cannot
 * change its address between the check and the connection. Redirects are not followed. Never throws.
 */
export function callOut(call: Call, limits: Limits = ordinary): Promise<Reply> {
  const url = URL.canParse(call.url) ? new URL(call.url) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) return refused('URL_NOT_ALLOWED')
  const open = limits.allowed.includes(url.host) || limits.allowed.includes(url.hostname)
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (!open && isIP(literal) !== 0 && isPrivate(literal)) return refused('URL_NOT_ALLOWED')
  return new Promise(done => {
    const timer = setTimeout(() => fail('CALL_TIMED_OUT'), limits.milliseconds)
    const fail = (code: string, params?: Record<string, unknown>): void => {
      clearTimeout(timer)
      outgoing.destroy()
      done({ problem: problem(code, undefined, { host: url.host, ...params }) })
    }
    const send = url.protocol === 'https:' ? secure : plain
    const headers =
      call.body === undefined ? call.headers : { ...call.headers, 'content-length': String(Buffer.byteLength(call.body)) }
    const outgoing = send(
      url,
      { method: call.method, headers, agent: false, lookup: open ? undefined : publicOnly },
      incoming => {
        const parts: Buffer[] = []
        let size = 0
        incoming.on('data', (part: Buffer) => {
          size += part.length
          if (size > limits.bytes) fail('ANSWER_TOO_BIG', { bytes: limits.bytes })
          else parts.push(part)
        })
        incoming.on('error', () => fail('CALL_FAILED'))
        incoming.on('end', () => {
          clearTimeout(timer)
          done({ status: incoming.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') })
        })
      },
    )
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'EPRIVATE' ? 'URL_NOT_ALLOWED' : 'CALL_FAILED', { reason: error.code ?? 'unknown' }),
    )
    outgoing.end(call.body)
  })
}

const refused = (code: string): Promise<Reply> => Promise.resolve({ problem: problem(code) })

type Answered = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void
/** A name that leads to any private address is refused whole. */
function publicOnly(host: string, options: LookupOptions, answer: Answered): void {
  resolve(host, { ...options, all: true }, (error, addresses) => {
    if (error) return answer(error, [])
    if (addresses.length === 0 || addresses.some(each => isPrivate(each.address)))
      return answer(Object.assign(new Error('private address'), { code: 'EPRIVATE' }), [])
    if (options.all) return answer(null, addresses)
    answer(null, addresses[0]!.address, addresses[0]!.family)
  })
}
