import { Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { Live } from '../http/live.js'
import { Throttle } from '../http/throttle.js'
import { Anonymous, Who } from './access.js'
import { clearCookie, setCookie } from './cookie.js'
import { deviceOf } from './device.js'
import { meOf } from './me.js'
import { organisationName } from './organisation.js'
import { FirstAdmin, SignIn, type Me, type Setup } from './people.api.js'
import type { Principal } from './principal.js'
import { closeSession, openSession } from './sessions.js'
import { setUp } from './set-up.js'
import { signIn } from './sign-in.js'
import { demoAccounts } from './demo-accounts.js'

/** The first set-up, sign-in and sign-out. */
@Controller('api/v1')
export class SessionController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly throttle: Throttle,
    private readonly live: Live,
  ) {}

  @Get('setup')
  @Anonymous()
  async setup(): Promise<Setup> {
    const organisation = await organisationName(reader(this.db))
    const demo = this.config.demo && organisation !== undefined
    return {
      needed: organisation === undefined,
      demo,
      organisation: organisation ?? '',
      accounts: demo ? await demoAccounts(reader(this.db)) : [],
    }
  }

  @Post('setup')
  @Anonymous()
  @HttpCode(201)
  async found(
    @Input(FirstAdmin) first: FirstAdmin,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    this.throttle.take(`setup:${request.ip}`, { burst: 60, perMinute: 30 })
    const user = await setUp(this.db, first, this.clock.now())
    const device = deviceOf(request.headers['user-agent'])
    const session = await inTransaction(this.db, tx => openSession(tx, user, device, this.clock.now()))
    setCookie(this.config, reply, session.token)
    return meOf(reader(this.db), user)
  }

  @Post('session')
  @Anonymous()
  @HttpCode(200)
  async signIn(
    @Input(SignIn) asked: SignIn,
    @Who() who: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me> {
    const caller = { ip: request.ip, device: deviceOf(request.headers['user-agent']) }
    const session = await signIn(this.db, this.throttle, asked, caller, this.clock.now())
    // a new token for each sign-in; the one that the browser had ends
    if (who.type === 'user') await inTransaction(this.db, tx => closeSession(tx, who.id, who.session))
    setCookie(this.config, reply, session.token)
    return meOf(reader(this.db), session.user)
  }

  /** Open, so that signing out twice is no error. */
  @Delete('session')
  @Anonymous()
  @HttpCode(204)
  async signOut(@Who() who: Principal, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    clearCookie(this.config, reply)
    if (who.type !== 'user') return
    await inTransaction(this.db, tx => closeSession(tx, who.id, who.session))
    this.live.end(who.id)
  }
}
