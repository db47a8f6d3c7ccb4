import { Global, Module } from '@nestjs/common'
import { APP_FILTER } from '@nestjs/core'
import { ErrorFilter } from './error.filter.js'
import { HealthController } from './health.controller.js'
import { Live } from './live.js'
import { Metrics } from './metrics.js'
import { Sweep } from './sweep.js'
import { Throttle } from './throttle.js'

/** What every controller may ask for: live events, limits, figures; and the one error filter. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [Live, Throttle, Metrics, Sweep, { provide: APP_FILTER, useClass: ErrorFilter }],
  exports: [Live, Throttle, Metrics],
})
export class HttpModule {}
