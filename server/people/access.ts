import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common'
import { problem } from '#core/problem'
import { Refusal } from '../http/refusal.js'
import { ACCESS } from '../http/routes.js'
import { anonymous, type Principal } from './principal.js'

/** Who may call a route. Nothing said means `user`: somebody who is signed in. */
export type Access = 'anonymous' | 'link' | 'user' | 'admin'

/** Open to everybody. The controller does its own checking, and the route is named in the table of open routes of the tests. */
export const Anonymous = () => SetMetadata(ACCESS, 'anonymous' satisfies Access)
/** Open to who holds a public link; the controller turns the token into a LinkPrincipal. Throttled per address. */
export const PublicLink = () => SetMetadata(ACCESS, 'link' satisfies Access)
/** Administrators only. */
export const Admin = () => SetMetadata(ACCESS, 'admin' satisfies Access)

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal
  }
}

/** `@Who() who: UserPrincipal`: the user who asks (on open routes: `Principal`). */
export const Who = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  return context.switchToHttp().getRequest<{ principal?: Principal }>().principal ?? anonymous
})

/** 403 with the right that is missing. */
export const forbidden = (action: string): Refusal =>
  new Refusal(403, 'FORBIDDEN', [problem('MISSING_RIGHT', undefined, { action })])
