import { Module } from '@nestjs/common'
import { RecordFilesController } from './record-files.controller.js'
import { RecordsController } from './records.controller.js'

@Module({ controllers: [RecordsController, RecordFilesController] })
export class RecordsModule {}
