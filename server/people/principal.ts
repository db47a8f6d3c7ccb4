import type { Grant } from './people.api.js'

/** Who asks. Read freshly for each request, so a changed role or a disabled account counts at once. */
export type Principal = UserPrincipal | LinkPrincipal | { type: 'anonymous' } | { type: 'system' }

export interface UserPrincipal {
  type: 'user'
  id: string
  name: string
  /** Own department. */
  department: string | null
  /** Own department and all below it. */
  departments: string[]
  /** Ids of roles. */
  roles: string[]
  admin: boolean
  /** Of all roles together. */
  grants: Grant[]
  language: 'zh-CN' | 'en'
  /** The session that the request came with. */
  session: string
}

/** A public link: may read one form's schema, upload, submit, see its own receipt, nothing else. */
export interface LinkPrincipal {
  type: 'link'
  link: string
}

export const anonymous: Principal = { type: 'anonymous' }
export const system: Principal = { type: 'system' }

/** A stable name of a principal, for idempotency keys and limits. */
export const nameOf = (principal: Principal): string =>
  principal.type === 'user' ? `user:${principal.id}` : principal.type === 'link' ? `link:${principal.link}` : principal.type
