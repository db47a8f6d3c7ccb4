import { SetMetadata } from '@nestjs/common'
import { ACCESS, type Route } from './routes.js'

/** Open to everybody (what people/access.ts calls Anonymous; this folder stands below people). */
export const Open = () => SetMetadata(ACCESS, 'anonymous' satisfies Route['access'])

/** GET /api/docs: the route table as a plain page. */
export function openPage(routes: Route[]): string {
  const rows = routes
    .filter(route => route.path.startsWith('/api/'))
    .map(
      route => `<tr><td><code>${route.method}</code></td><td><code>${text(route.path)}</code></td><td>${route.access}</td></tr>`,
    )
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Formloom API</title>
<style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:56rem;padding:0 1rem;color-scheme:light dark}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #8883}</style></head><body><h1>Formloom API</h1>
<p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a>. Writes with the session cookie need the header <code>x-formloom: 1</code>;
every POST may carry an <code>Idempotency-Key</code>. Refusals are <code>application/problem+json</code> with a stable <code>code</code>.</p>
<table><thead><tr><th>Method</th><th>Path</th><th>Open to</th></tr></thead><tbody>${rows.join('\n')}</tbody></table></body></html>`
}

const text = (given: string): string => given.replace(/[&<>"]/g, sign => `&#${sign.charCodeAt(0)};`)
