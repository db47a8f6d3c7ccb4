import { Controller, Get, Inject, Param, Put } from '@nestjs/common'
import { reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { Refusal, refuse } from '../http/refusal.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { SetDue, type DueTimes } from './due.api.js'
import { ENGINE, type Engine } from './engine.js'
import { loadState } from './load-state.js'
import { runCommand, type Asked } from './run-command.js'

/** Due times of what is under way. */
@Controller('api/v1/instances/:instance/due')
@Admin()
export class DueController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Get()
  async read(@Param('instance') instance: string): Promise<DueTimes> {
    const { state } = (await loadState(reader(this.engine.db), instance)) ?? refuse(404, 'NO_SUCH_INSTANCE')
    return {
      tasks: state.tasks.map(({ id, element, name, dueAt = null, dueFixed = false }) => ({
        id,
        element,
        name,
        dueAt,
        fixed: dueFixed,
      })),
      timers: state.timers.map(({ id, element, dueAt, repeat = 0, every = null, fixed = false }) => ({
        id,
        element,
        dueAt,
        repeat,
        every,
        fixed,
      })),
    }
  }

  @Put()
  async set(@Who() who: UserPrincipal, @Param('instance') instance: string, @Input(SetDue) asked: SetDue): Promise<DueTimes> {
    const outcome = await runCommand(this.engine, instance, { type: 'setDue', by: who.id, ...asked } as Asked)
    if ('rejection' in outcome) {
      const { code, params } = outcome.rejection
      throw new Refusal(['NO_SUCH_INSTANCE', 'NO_SUCH_TIMER'].includes(code) ? 404 : 409, code, [outcome.rejection], params)
    }
    this.engine.jobs.wake()
    return this.read(instance)
  }
}
