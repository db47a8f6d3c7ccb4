import type { FastifyReply, FastifyRequest } from 'fastify'

const policy = (ancestors: string): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    `frame-ancestors ${ancestors}`,
  ].join('; ')

const ordinary = policy("'none'")
const embeddable = policy('*')
/** The designer's phone preview: a page that shows only what the window around it hands over. */
const preview = policy("'self'")

/**
 * The same on every answer. Public fill pages may stand in a frame of any site, the phone preview in our own, nothing else may. No HSTS and no upgrade to https here: they break
 * every page over plain http, and belong to the proxy that holds the certificate.
 */
export function securityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  const publicPage = /^\/f\/[^/?]+(?:\?|$)/.test(request.url)
  const previewPage = /^\/preview\/form(?:\?|$)/.test(request.url)
  void reply.headers({
    'content-security-policy': publicPage ? embeddable : previewPage ? preview : ordinary,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()',
    'cross-origin-opener-policy': 'same-origin',
    ...(publicPage ? {} : { 'x-frame-options': previewPage ? 'SAMEORIGIN' : 'DENY' }),
  })
  if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
}
