import { Module } from '@nestjs/common'
import { ApprovalsController } from './approvals.controller.js'
import { TasksController } from './tasks.controller.js'

@Module({ controllers: [TasksController, ApprovalsController] })
export class TasksModule {}
