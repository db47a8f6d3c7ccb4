import type { FastifyRequest } from 'fastify'
import { refuse } from './refusal.js'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses writes that another site sent (CSRF). Browsers say where a request comes from; those that say nothing are no browsers.
 * With a cookie the header `x-formloom` is asked for as well: a form of another site cannot set it, and asking for leave to (CORS) is never granted.
 */
export function refuseForeignWrite(request: FastifyRequest, baseUrl: string, withCookie: boolean): void {
  if (safe.has(request.method)) return
  const { 'sec-fetch-site': site, origin, 'x-formloom': ours } = request.headers
  if (site !== undefined && site !== 'same-origin' && site !== 'none') refuse(403, 'FOREIGN_ORIGIN')
  if (origin !== undefined && origin !== baseUrl && hostOf(origin) !== request.headers.host) refuse(403, 'FOREIGN_ORIGIN')
  if (withCookie && ours === undefined) refuse(403, 'MISSING_HEADER', { header: 'x-formloom' })
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined)
