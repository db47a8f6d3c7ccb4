import { Module } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { AbsencesController } from './absences.controller.js'
import { AdmitGuard } from './admit.guard.js'
import { MeController } from './me.controller.js'
import { PeopleController } from './people.controller.js'
import { SessionController } from './session.controller.js'
import { UsersController } from './users.controller.js'

@Module({
  controllers: [SessionController, MeController, PeopleController, UsersController, AbsencesController],
  providers: [{ provide: APP_GUARD, useClass: AdmitGuard }],
})
export class PeopleModule {}
