import { Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common'
import { reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { ENGINE, type Engine } from '../instances/engine.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { act, stash } from './act.js'
import { approvalStep } from './approval-step.js'
import {
  AddSigners,
  CopyTask,
  DelegateTask,
  HandOver,
  Reactivate,
  ReturnTask,
  Say,
  Stash,
  type ApprovalStep,
  type HandedOver,
} from './approvals.api.js'
import { handOverAll } from './hand-over-all.js'
import { reactivate, urge, withdraw } from './initiate.js'
import { takeBack } from './take-back.js'

/** The verbs of approval steps besides approving and refusing, which complete a task. */
@Controller('api/v1')
export class ApprovalsController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Get('tasks/:task/approval')
  async read(@Who() who: UserPrincipal, @Param('task') task: string): Promise<ApprovalStep> {
    return (await approvalStep(reader(this.engine.db), task, who)) ?? refuse(404, 'NO_SUCH_TASK')
  }

  @Post('tasks/:task/stash')
  @HttpCode(204)
  stash(@Who() who: UserPrincipal, @Param('task') task: string, @Input(Stash) asked: Stash): Promise<void> {
    return stash(this.engine, task, who, asked)
  }

  @Post('tasks/:task/return')
  @HttpCode(204)
  return(@Who() who: UserPrincipal, @Param('task') task: string, @Input(ReturnTask) asked: ReturnTask): Promise<void> {
    return act(this.engine, task, who, 'return', asked)
  }

  @Post('tasks/:task/delegate')
  @HttpCode(204)
  delegate(@Who() who: UserPrincipal, @Param('task') task: string, @Input(DelegateTask) asked: DelegateTask): Promise<void> {
    return act(this.engine, task, who, 'delegate', asked)
  }

  @Post('tasks/:task/signers')
  @HttpCode(204)
  add(@Who() who: UserPrincipal, @Param('task') task: string, @Input(AddSigners) { where, ...asked }: AddSigners): Promise<void> {
    return act(this.engine, task, who, `add-${where}`, asked)
  }

  @Delete('tasks/:task/signers/:signer')
  @HttpCode(204)
  remove(@Who() who: UserPrincipal, @Param('task') task: string, @Param('signer') signer: string): Promise<void> {
    return act(this.engine, task, who, 'remove', { signer })
  }

  @Post('tasks/:task/copy')
  @HttpCode(204)
  copy(@Who() who: UserPrincipal, @Param('task') task: string, @Input(CopyTask) asked: CopyTask): Promise<void> {
    return act(this.engine, task, who, 'copy', asked)
  }

  @Post('tasks/:task/end')
  @HttpCode(204)
  end(@Who() who: UserPrincipal, @Param('task') task: string, @Input(Say) asked: Say): Promise<void> {
    return act(this.engine, task, who, 'end', asked)
  }

  @Post('tasks/:task/take-back')
  @HttpCode(204)
  takeBack(@Who() who: UserPrincipal, @Param('task') task: string, @Input(Say) asked: Say): Promise<void> {
    return takeBack(this.engine, task, who, asked)
  }

  @Post('instances/:instance/urge')
  @HttpCode(200)
  urge(@Who() who: UserPrincipal, @Param('instance') instance: string, @Input(Say) asked: Say): Promise<{ reminded: number }> {
    return urge(this.engine, instance, who, asked)
  }

  @Post('instances/:instance/withdraw')
  @HttpCode(204)
  withdraw(@Who() who: UserPrincipal, @Param('instance') instance: string, @Input(Say) asked: Say): Promise<void> {
    return withdraw(this.engine, instance, who, asked)
  }

  @Post('instances/:instance/reactivate')
  @Admin()
  @HttpCode(204)
  reactivate(
    @Who() who: UserPrincipal,
    @Param('instance') instance: string,
    @Input(Reactivate) asked: Reactivate,
  ): Promise<void> {
    return reactivate(this.engine, instance, who, asked)
  }

  @Post('users/:id/hand-over')
  @Admin()
  @HttpCode(200)
  handOver(@Who() who: UserPrincipal, @Param('id') user: string, @Input(HandOver) { to }: HandOver): Promise<HandedOver> {
    return handOverAll(this.engine, user, to, who)
  }
}
