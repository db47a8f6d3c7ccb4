import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { newId } from '../db/id.js'
import type { Config } from '../config.js'
import { answerProblem } from './error.filter.js'
import { securityHeaders } from './headers.js'
import { deepest, tooDeep } from './json-depth.js'
import { Metrics } from './metrics.js'
import { Refusal } from './refusal.js'
import { serveWeb } from './web-files.js'

const jsonLimit = 1_048_576

export function fastifyAdapter(config: Config, log: Logger): FastifyAdapter {
  return new FastifyAdapter({
    // Fastify's own news (listening, incoming request) is ours to tell
    loggerInstance: log.child({}, config.logLevel === 'info' ? { level: 'warn' } : {}) as never,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    // our own proxy only: what a client writes into X-Forwarded-For by itself is not believed
    trustProxy: config.trustProxy ? (_address, hop) => hop < 1 : false,
    // a body that trickles in holds a connection no longer than this (milliseconds)
    requestTimeout: 300_000,
    bodyLimit: jsonLimit,
    // an address that cannot be decoded never reaches Nest's filter
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => answerProblem(error, request, reply),
    // requests under way are answered at the end; idle connections do not hold us up
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, ignoreDuplicateSlashes: false },
  })
}

/** Everything that happens to a request before a controller sees it. */
export async function prepareFastify(app: NestFastifyApplication): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance
  const metrics = app.get(Metrics)
  fastify.addHook('onRequest', (request, reply, done) => {
    securityHeaders(request, reply)
    done()
  })
  fastify.addHook('onResponse', (request, reply, done) => {
    metrics.countAnswer(request.method, reply.statusCode)
    done()
  })
  onlyJson(fastify)
  await fastify.register(cookie)
  await fastify.register(multipart, {
    limits: { fileSize: 20 * 1_048_576, files: 1, fields: 10, parts: 11, fieldSize: 65_536, headerPairs: 50 },
  })
  // answers only: no browser packs what it sends, and a packed body can unfold without end
  await fastify.register(compress, { globalDecompression: false, threshold: 1024, encodings: ['br', 'gzip'] })
  await serveWeb(fastify)
}

/** JSON only: forms of other sites could send the other types without asking. An empty body is no body. */
function onlyJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers()
  const parse = fastify.getDefaultJsonParser('error', 'error')
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined)
    else if (tooDeep(body as string)) done(new Refusal(400, 'JSON_TOO_DEEP', [], { max: deepest }), undefined)
    else void parse(request, body as string, (error, value) => done(error ? new Refusal(400, 'BAD_JSON') : null, value))
  })
}
