import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.js'

/** Browsers keep `__Host-` cookies to one host over https; plain http (a try-out in the office) cannot have them. */
const nameOf = (config: Config): string => (secure(config) ? '__Host-formloom' : 'formloom')
const secure = (config: Config): boolean => config.baseUrl.startsWith('https:')

export const tokenOf = (config: Config, request: FastifyRequest): string | undefined => request.cookies?.[nameOf(config)]

export function setCookie(config: Config, reply: FastifyReply, token: string): void {
  void reply.setCookie(nameOf(config), token, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: secure(config),
    maxAge: 90 * 86_400,
  })
}

export function clearCookie(config: Config, reply: FastifyReply): void {
  void reply.clearCookie(nameOf(config), { path: '/', httpOnly: true, sameSite: 'lax', secure: secure(config) })
}
