import { Controller, Get, Header } from '@nestjs/common'
import { ModulesContainer } from '@nestjs/core'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
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

  /** The database answers: traffic may come. */
  @Get('readyz')
  async ready(): Promise<{ status: string }> {
    const answered = await this.db.query('SELECT 1').then(
      () => true,
      () => false,
    )
    if (!answered) refuse(503, 'DATABASE_UNREACHABLE', { retryAfter: 5 })
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
