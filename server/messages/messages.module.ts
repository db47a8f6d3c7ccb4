import { Inject, Module, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common'
import { ENGINE, type Engine } from '../instances/engine.js'
import { JobWorker } from '../jobs/job-worker.js'
import { registerMessageJobs } from './message-jobs.js'
import { MessagesController } from './messages.controller.js'
import { SignalsController } from './signals.controller.js'
import { planSweep } from './sweep-messages.js'

@Module({ controllers: [MessagesController, SignalsController] })
export class MessagesModule implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly worker: JobWorker,
  ) {}

  onModuleInit(): void {
    registerMessageJobs(this.worker, this.engine)
  }

  onApplicationBootstrap(): Promise<void> {
    return planSweep(this.engine.db, this.engine.clock.now().toISOString())
  }
}
