import { Controller, Get, Header } from '@nestjs/common'
import { ModulesContainer } from '@nestjs/core'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { databaseFacts, unfit } from '../db/fit.js'
import { openPage, Open } from './open.js'
import { Metrics } from './metrics.js'
import { openApi } from './openapi.js'
import { refuse } from './refusal.js'
import { routeTable } from './routes.js'

/** For machines that watch us, and for those who write clients. */
@Controller()
@Open()
export class HealthController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly metrics: Metrics,
    private readonly modules: ModulesContainer,
  ) {}

  /** The process lives. */
  @Get('healthz')
  health(): { status: string } {
    return { status: 'ok' }
  }

  /** The database answers, keeps what it is given, and its clock agrees with ours: traffic may come. */
  @Get('readyz')
  async ready(): Promise<{ status: string }> {
    const facts = await databaseFacts(this.db).catch(() => undefined)
    if (!facts) refuse(503, 'DATABASE_UNREACHABLE', { retryAfter: 5 })
    const found = unfit(facts)
    if (found?.code === 'CLOCK_OFF') refuse(503, 'CLOCK_OFF', found.params)
    if (found) refuse(503, 'DATABASE_UNFIT', { code: found.code, ...found.params })
    return { status: 'ok' }
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  figures(): Promise<string> {
    return this.metrics.text()
  }

  @Get('api/openapi.json')
  openApi(): object {
    return openApi(routeTable(this.modules))
  }

  @Get('api/docs')
  @Header('content-type', 'text/html; charset=utf-8')
  docs(): string {
    return openPage(routeTable(this.modules))
  }
}
