import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { mariadb } from '../db/dialect.js'
import { CommitUnknown, connectionLost, unreachable } from '../db/lost.js'
import type { ProblemBody } from './api.js'
import { Refusal } from './refusal.js'

/** Every refusal leaves as RFC 9457 problem+json with a stable code. What was not expected becomes 500 INTERNAL: its reason is logged, never sent. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    answerProblem(error, request, reply)
  }
}

/** Also for what Fastify refuses before Nest sees it. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const refusal = refusalOf(error)
  if (refusal.status >= 500) request.log.error({ method: request.method, route: routeOf(request), err: error }, refusal.code)
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy()
    return
  }
  const retry = refusal.params?.retryAfter
  if (typeof retry === 'number') void reply.header('retry-after', String(retry))
  void reply
    .status(refusal.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(bodyOf(refusal, request.id))
}

/** As it is declared: real addresses hold tokens of links and receipts. */
const routeOf = (request: FastifyRequest): string => request.routeOptions?.url ?? '?'

export const bodyOf = (refusal: Refusal, request: string): ProblemBody => ({
  type: `urn:formloom:problem:${refusal.code.toLowerCase().replaceAll('_', '-')}`,
  status: refusal.status,
  code: refusal.code,
  problems: refusal.problems,
  ...(refusal.params ? { params: refusal.params } : {}),
  request,
})

/** The code of what Fastify, Nest and the drivers throw by themselves. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const { code = '', statusCode } = error as { code?: string; statusCode?: number }
  const known = codes[code]
  if (known) return new Refusal(...known)
  if (error instanceof CommitUnknown) return new Refusal(503, 'OUTCOME_UNKNOWN', [], { retryAfter: 5 })
  if (unreachable(error) || connectionLost(error)) return new Refusal(503, 'DATABASE_UNREACHABLE', [], { retryAfter: 5 })
  if (mariadb.transient(error)) return new Refusal(503, 'BUSY', [], { retryAfter: 1 })
  const status = error instanceof HttpException ? error.getStatus() : (statusCode ?? 500)
  if (status >= 400 && status < 500) return new Refusal(status, byStatus[status] ?? 'BAD_REQUEST')
  return new Refusal(500, 'INTERNAL')
}

const codes: Record<string, [number, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, 'BODY_TOO_LARGE'],
  FST_REQ_FILE_TOO_LARGE: [413, 'FILE_TOO_LARGE'],
  FST_FILES_LIMIT: [413, 'TOO_MANY_FILES'],
  FST_PARTS_LIMIT: [413, 'TOO_MANY_PARTS'],
  FST_FIELDS_LIMIT: [413, 'TOO_MANY_PARTS'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: [415, 'NOT_MULTIPART'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, 'WRONG_CONTENT_TYPE'],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, 'BAD_JSON'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [400, 'BAD_JSON'],
}

const byStatus: Record<number, string> = {
  400: 'BAD_REQUEST',
  401: 'SIGNED_OUT',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  414: 'URL_TOO_LONG',
  415: 'WRONG_CONTENT_TYPE',
  429: 'TOO_MANY_TRIES',
  431: 'HEADERS_TOO_LARGE',
}
