import { Module } from '@nestjs/common'
import { ModificationController } from './modification.controller.js'

@Module({ controllers: [ModificationController] })
export class ModificationModule {}
