import { Module } from '@nestjs/common'
import { ExpressionsModule } from '../expressions/expressions.module.js'
import { ProcessesController } from './processes.controller.js'

@Module({ imports: [ExpressionsModule], controllers: [ProcessesController] })
export class ProcessesModule {}
