import { Inject, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common'
import { CONFIG, type Config } from '../config.js'
import { ENGINE, type Engine } from '../instances/engine.js'
import { JobWorker } from '../jobs/job-worker.js'
import { BatchesController } from './batches.controller.js'
import { OperationsController } from './operations.controller.js'
import { registerOperationJobs } from './register-jobs.js'
import { scheduleRetention } from './retention.js'

@Module({ controllers: [OperationsController, BatchesController] })
export class OperationsModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(CONFIG) private readonly config: Config,
    private readonly worker: JobWorker,
  ) {}

  onModuleInit(): void {
    registerOperationJobs(this.worker, this.engine, this.config.retentionDays)
  }

  onApplicationBootstrap(): Promise<void> {
    return scheduleRetention(this.engine)
  }
}
