import { Controller, Get, Param, Patch, Post } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { ChangeApp, NewApp, type AppInfo } from './apps.api.js'
import { changeApp, createApp } from './create-app.js'
import { listApps } from './list-apps.js'

@Controller('api/v1/apps')
export class AppsController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  @Get()
  apps(@Who() who: UserPrincipal): Promise<AppInfo[]> {
    return listApps(reader(this.db), who)
  }

  @Post()
  @Admin()
  async create(@Who() who: UserPrincipal, @Input(NewApp) { name, icon }: NewApp): Promise<AppInfo> {
    const app = { name: { zh: name }, ...(icon ? { icon } : {}) }
    return this.app(who, await inTransaction(this.db, tx => createApp(tx, app, this.clock.now())))
  }

  @Patch(':app')
  @Admin()
  async change(
    @Who() who: UserPrincipal,
    @Param('app') id: string,
    @Input(ChangeApp) { name, icon }: ChangeApp,
  ): Promise<AppInfo> {
    await inTransaction(this.db, tx => changeApp(tx, id, { ...(name ? { name: { zh: name } } : {}), ...(icon ? { icon } : {}) }))
    return this.app(who, id)
  }

  private async app(who: UserPrincipal, id: string): Promise<AppInfo> {
    return (await listApps(reader(this.db), who)).find(app => app.id === id)!
  }
}
