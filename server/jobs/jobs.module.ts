import { Global, Module } from '@nestjs/common'
import { JobWorker } from './job-worker.js'

/** One worker per process; features give it their handlers. */
@Global()
@Module({ providers: [JobWorker], exports: [JobWorker] })
export class JobsModule {}
