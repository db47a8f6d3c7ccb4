import { Global, Inject, Module, type OnModuleInit } from '@nestjs/common'
import { getDataSourceToken } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import type { Evaluate } from '#core/rule/evaluate-port'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { EVALUATE, ExpressionsModule } from '../expressions/expressions.module.js'
import { Live } from '../http/live.js'
import { JobWorker } from '../jobs/job-worker.js'
import { PROCESS_STARTER } from '../records/plan.js'
import { INSTANCES_OF_RECORD, TAKES_PART } from '../records/record-info.js'
import { registerEngineJobs } from './engine-jobs.js'
import { DueController } from './due.controller.js'
import { ENGINE, type Engine } from './engine.js'
import { InstancesController } from './instances.controller.js'
import { instancesOfRecord } from './instances-of-record.js'
import { makeEngine } from './make-engine.js'
import { takesPartAbout } from './takes-part-about.js'

const engineOf = (db: DataSource, clock: Clock, evaluate: Evaluate, live: Live, jobs: JobWorker, config: Config): Engine =>
  makeEngine({ db, clock, evaluate, live, jobs, allowedHosts: config.webhookHosts })

@Global()
@Module({
  imports: [ExpressionsModule],
  controllers: [DueController, InstancesController],
  providers: [
    { provide: ENGINE, useFactory: engineOf, inject: [getDataSourceToken(), Clock, EVALUATE, Live, JobWorker, CONFIG] },
    { provide: INSTANCES_OF_RECORD, useValue: instancesOfRecord },
    { provide: TAKES_PART, useValue: takesPartAbout },
    { provide: PROCESS_STARTER, useFactory: (engine: Engine) => engine.starter, inject: [ENGINE] },
  ],
  exports: [ENGINE, INSTANCES_OF_RECORD, PROCESS_STARTER, TAKES_PART],
})
export class InstancesModule implements OnModuleInit {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    private readonly worker: JobWorker,
  ) {}

  onModuleInit(): void {
    registerEngineJobs(this.worker, this.engine)
  }
}
