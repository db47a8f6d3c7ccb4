import { Controller, Get, HttpCode, Post } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { Live } from '../http/live.js'
import { Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { ReadNotifications, type Home, type NotificationInfo } from './home.api.js'
import { listNotifications, readNotifications } from './notifications.js'
import { readHome } from './read-home.js'

@Controller('api/v1')
export class HomeController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly live: Live,
  ) {}

  @Get('home')
  home(@Who() who: UserPrincipal): Promise<Home> {
    return readHome(reader(this.db), who, this.clock.now())
  }

  @Get('notifications')
  notifications(@Who() who: UserPrincipal): Promise<NotificationInfo[]> {
    return listNotifications(reader(this.db), who.id)
  }

  @Post('notifications/read')
  @HttpCode(204)
  async read(@Who() who: UserPrincipal, @Input(ReadNotifications) { ids }: ReadNotifications): Promise<void> {
    await inTransaction(this.db, tx => readNotifications(tx, who.id, ids, this.clock.now().toISOString()))
    this.live.publish([who.id], { kind: 'notification' })
  }
}
