import { Module } from '@nestjs/common'
import { ExpressionsModule } from '../expressions/expressions.module.js'
import { RulesController } from './rules.controller.js'

@Module({ imports: [ExpressionsModule], controllers: [RulesController] })
export class RulesModule {}
