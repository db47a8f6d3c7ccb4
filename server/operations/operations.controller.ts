import { Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common'
import { CONFIG, type Config } from '../config.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Asked, Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { ENGINE, type Engine } from '../instances/engine.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { listInstances } from './list-instances.js'
import { groupRepairs, listRepairs } from './list-repairs.js'
import {
  GroupRepairs,
  ListInstances,
  ListRepairs,
  PauseProcess,
  SetRetention,
  type InstanceEntry,
  type ProcessOperations,
  type RepairEntry,
  type RepairGroup,
  type Slice,
} from './operations.api.js'
import { pauseProcess, resumeProcess } from './pause-process.js'
import { processOperations } from './process-operations.js'
import { setRetention } from './retention.js'

@Controller('api/v1')
@Admin()
export class OperationsController {
  constructor(
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('processes/:process/operations')
  async read(@Param('process') process: string): Promise<ProcessOperations> {
    return (await processOperations(this.engine, process, this.config.retentionDays)) ?? refuse(404, 'NO_SUCH_PROCESS')
  }

  @Post('processes/:process/pause')
  @HttpCode(200)
  async pause(
    @Who() who: UserPrincipal,
    @Param('process') process: string,
    @Input(PauseProcess) { reason }: PauseProcess,
  ): Promise<ProcessOperations> {
    await pauseProcess(this.engine, process, who.id, reason)
    return this.read(process)
  }

  @Post('processes/:process/resume')
  @HttpCode(200)
  async resume(@Who() who: UserPrincipal, @Param('process') process: string): Promise<ProcessOperations> {
    await resumeProcess(this.engine, process, who.id)
    return this.read(process)
  }

  @Put('processes/:process/retention')
  async retention(
    @Who() who: UserPrincipal,
    @Param('process') process: string,
    @Input(SetRetention) { days }: SetRetention,
  ): Promise<ProcessOperations> {
    const at = this.engine.clock.now().toISOString()
    await inTransaction(this.engine.db, tx => setRetention(tx, process, days, at, who.id))
    return this.read(process)
  }

  @Get('instances')
  instances(@Asked(ListInstances) { after, limit, status, ...filter }: ListInstances): Promise<Slice<InstanceEntry>> {
    return listInstances(reader(this.engine.db), { ...filter, status: status && [status] }, { after, limit })
  }

  @Get('repairs')
  repairs(@Asked(ListRepairs) { after, limit, instance, ...filter }: ListRepairs): Promise<Slice<RepairEntry>> {
    return listRepairs(
      reader(this.engine.db),
      { ...filter, ids: instance === undefined ? undefined : [instance] },
      { after, limit },
    )
  }

  @Get('repairs/groups')
  groups(@Asked(GroupRepairs) filter: GroupRepairs): Promise<RepairGroup[]> {
    return groupRepairs(reader(this.engine.db), filter)
  }
}
