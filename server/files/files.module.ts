import { Inject, Logger, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { collectFiles } from './collect-files.js'
import { FilesController } from './files.controller.js'

const hours = 6 * 3_600_000

@Module({ controllers: [FilesController] })
export class FilesModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout

  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const collect = (): void =>
      void collectFiles(this.db, this.config.dataDir, this.clock.now()).catch((error: unknown) =>
        new Logger('files').error(error),
      )
    this.timer = setInterval(collect, hours).unref()
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer)
  }
}
