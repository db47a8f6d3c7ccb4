import { Module } from '@nestjs/common'
import { ImportWorker } from './import-worker.js'
import { ImportsController } from './imports.controller.js'

@Module({ controllers: [ImportsController], providers: [ImportWorker] })
export class ImportsModule {}
