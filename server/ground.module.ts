import { Global, Module, type DynamicModule } from '@nestjs/common'
import { Clock } from './clock.js'
import { CONFIG, type Config } from './config.js'

/** What everybody stands on: the settings and the clock. */
@Global()
@Module({})
export class GroundModule {
  static with(config: Config): DynamicModule {
    return {
      module: GroundModule,
      providers: [{ provide: CONFIG, useValue: config }, Clock],
      exports: [CONFIG, Clock],
    }
  }
}
