import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { root } from '../root.js'

/** Files stand at the top or below assets/; deeper addresses are pages, whatever ids they hold (those of tasks have a dot). */
const isFile = /^\/(?:assets\/.*|[^/]*\.[a-z0-9]+)$/i

/** The built web. Every address that is neither a file nor the API's is a page of the single-page application. */
export async function serveWeb(fastify: FastifyInstance): Promise<void> {
  const folder = join(root, 'web', 'dist')
  if (!existsSync(join(folder, 'index.html'))) return
  await fastify.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // names under assets/ hold a hash of the content
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  fastify.get('/*', (request, reply) => {
    const path = request.url.split('?')[0]!
    if (path.startsWith('/api/') || path === '/api' || isFile.test(path)) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').sendFile('index.html')
  })
}
