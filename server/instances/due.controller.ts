import { Controller, HttpCode, Inject, Param, Put } from '@nestjs/common'
import { Input } from '../http/input.js'
import { Refusal } from '../http/refusal.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { SetDue } from './due.api.js'
import { ENGINE, type Engine } from './engine.js'
import { runCommand, type Asked } from './run-command.js'

/** Due times of what is under way. */
@Controller('api/v1/instances/:instance/due')
@Admin()
export class DueController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Put()
  @HttpCode(204)
  async set(@Who() who: UserPrincipal, @Param('instance') instance: string, @Input(SetDue) asked: SetDue): Promise<void> {
    const outcome = await runCommand(this.engine, instance, { type: 'setDue', by: who.id, ...asked } as Asked)
    if (!('rejection' in outcome)) return void this.engine.jobs.wake()
    const { code, params } = outcome.rejection
    throw new Refusal(['NO_SUCH_INSTANCE', 'NO_SUCH_TIMER'].includes(code) ? 404 : 409, code, [outcome.rejection], params)
  }
}
