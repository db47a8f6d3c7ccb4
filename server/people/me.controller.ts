import { Controller, Delete, Get, HttpCode, Param, Patch, Sse, type MessageEvent } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import { endWith, filter, ignoreElements, map, merge, share, takeUntil, timer, type Observable } from 'rxjs'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { Live } from '../http/live.js'
import { refuse } from '../http/refusal.js'
import { Throttle } from '../http/throttle.js'
import { Who } from './access.js'
import { heard } from './heard.js'
import { changeMe, meOf } from './me.js'
import { ChangeMe, type Me, type SessionInfo } from './people.api.js'
import type { UserPrincipal } from './principal.js'
import { closeSession, listSessions } from './sessions.js'

/** Open browser windows of one person; each holds a connection. */
const mostStreams = 40

/** What everybody may do with his own account. */
@Controller('api/v1')
export class MeController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly throttle: Throttle,
  ) {}

  @Get('me')
  me(@Who() who: UserPrincipal): Promise<Me> {
    return meOf(reader(this.db), who.id)
  }

  @Patch('me')
  async change(@Who() who: UserPrincipal, @Input(ChangeMe) change: ChangeMe): Promise<Me> {
    await changeMe(this.db, this.throttle, who, change)
    return meOf(reader(this.db), who.id)
  }

  @Get('me/sessions')
  sessions(@Who() who: UserPrincipal): Promise<SessionInfo[]> {
    return listSessions(reader(this.db), who.id, who.session, this.clock.now())
  }

  @Delete('me/sessions/:id')
  @HttpCode(204)
  async endSession(@Who() who: UserPrincipal, @Param('id') id: string): Promise<void> {
    if (!(await inTransaction(this.db, tx => closeSession(tx, who.id, id)))) refuse(404, 'NO_SUCH_SESSION')
    this.live.end(who.id)
  }

  /** Server-sent events (http/api.ts LiveEvent). The beat keeps proxies from closing a quiet stream. */
  @Sse('events')
  events(@Who() who: UserPrincipal): Observable<MessageEvent> {
    if (this.live.listenersOf(who.id) >= mostStreams) refuse(429, 'TOO_MANY_TRIES', { retryAfter: 60 })
    const events = this.live.listen(who.id).pipe(
      map(event => heard(who, event)),
      filter(event => event !== undefined),
      share(),
    )
    const ended = events.pipe(ignoreElements(), endWith(true))
    // the first beat at once: it opens the stream, headers alone are not sent
    const beat = timer(0, 25_000).pipe(
      takeUntil(ended),
      map(() => ({ type: 'beat', data: '' })),
    )
    return merge(events.pipe(map(event => ({ data: event }))), beat)
  }
}
