import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { InjectDataSource } from '@nestjs/typeorm'
import type { FastifyRequest } from 'fastify'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { inTransaction, reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import { refuseForeignWrite } from '../http/same-origin.js'
import { Throttle } from '../http/throttle.js'
import { ACCESS } from '../http/routes.js'
import type { Access } from './access.js'
import { tokenOf } from './cookie.js'
import { anonymous, type Principal } from './principal.js'
import { findSession, needsTouch, touchSession } from './sessions.js'
import { whoIs } from './who-is.js'

/** Stands before every route and denies by default: a route that says nothing needs somebody who is signed in. */
@Injectable()
export class AdmitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly throttle: Throttle,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const access =
      this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [context.getHandler(), context.getClass()]) ?? 'user'
    const token = tokenOf(this.config, request)
    refuseForeignWrite(request, this.config.baseUrl, token !== undefined)
    if (access === 'link') this.throttle.take(`link:${request.ip}`, { burst: 120, perMinute: 120 })
    request.principal = token === undefined ? anonymous : await this.principalOf(token)
    if (access === 'anonymous' || access === 'link') return true
    if (request.principal.type !== 'user') refuse(401, 'SIGNED_OUT')
    if (access === 'admin' && !request.principal.admin) refuse(403, 'ADMIN_ONLY')
    return true
  }

  private async principalOf(token: string): Promise<Principal> {
    const read = reader(this.db)
    const now = this.clock.now()
    const session = await findSession(read, token, now)
    if (!session) return anonymous
    const user = await whoIs(read, session)
    if (user && needsTouch(session, now)) await inTransaction(this.db, tx => touchSession(tx, session, now))
    return user ?? anonymous
  }
}
