import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common'
import type { Json } from '#core/problem'
import { reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { Refusal, refuse } from '../http/refusal.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { StartProcess } from '../processes/processes.api.js'
import { readProcess } from '../processes/drafts.js'
import { currentDefinition } from '../processes/published-process.js'
import { ENGINE, type Engine } from './engine.js'
import { instanceInfo } from './instance-info.js'
import { CancelInstance, ResolveRepair, type InstanceInfo } from './instances.api.js'
import type { InstanceRow } from './load-state.js'
import { maySee } from './may-see.js'
import { runCommand, type Asked } from './run-command.js'
import { startProcess } from './start-process.js'

/** Addresses of webhooks often hold a key; who only follows a process needs its drawing. */
const withoutAddresses = (xml: string): string => xml.replace(/(\surl\s*=\s*)(?:"[^"]*"|'[^']*')/g, '$1""')

@Controller('api/v1')
export class InstancesController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Post('processes/:process/start')
  @Admin()
  async start(
    @Who() who: UserPrincipal,
    @Param('process') process: string,
    @Input(StartProcess) { data, start }: StartProcess,
  ): Promise<{ instance: string }> {
    const read = reader(this.engine.db)
    if (!(await readProcess(read, process))) refuse(404, 'NO_SUCH_PROCESS')
    const definition = (await currentDefinition(read, process)) ?? refuse(409, 'PROCESS_NEVER_PUBLISHED')
    const started = await startProcess(this.engine, {
      definition,
      by: who.id,
      ...(data ? { data: data as Record<string, Json> } : {}),
      ...(start ? { startEvent: start } : {}),
    })
    if ('rejection' in started) throw new Refusal(409, started.rejection.code, [started.rejection], started.rejection.params)
    return started
  }

  @Get('instances/:instance')
  async read(@Who() who: UserPrincipal, @Param('instance') id: string): Promise<InstanceInfo> {
    const read = reader(this.engine.db)
    const [row] = await read.query<InstanceRow>('SELECT * FROM instances WHERE id = ?', [id])
    if (!row || !(await maySee(read, who, row))) refuse(404, 'NO_SUCH_INSTANCE')
    const info = (await instanceInfo(read, id)) ?? refuse(404, 'NO_SUCH_INSTANCE')
    return who.admin ? info : { ...info, xml: withoutAddresses(info.xml) }
  }

  @Post('instances/:instance/repairs/:repair')
  @Admin()
  @HttpCode(200)
  async repair(
    @Who() who: UserPrincipal,
    @Param('instance') id: string,
    @Param('repair') repair: string,
    @Input(ResolveRepair) how: ResolveRepair,
  ): Promise<InstanceInfo> {
    return this.command(who, id, { type: 'resolveRepair', repair, by: who.id, ...how } as Asked)
  }

  @Post('instances/:instance/cancel')
  @Admin()
  @HttpCode(200)
  async cancel(
    @Who() who: UserPrincipal,
    @Param('instance') id: string,
    @Input(CancelInstance) { reason }: CancelInstance,
  ): Promise<InstanceInfo> {
    return this.command(who, id, { type: 'cancel', reason, by: who.id })
  }

  private async command(who: UserPrincipal, id: string, asked: Asked): Promise<InstanceInfo> {
    const outcome = await runCommand(this.engine, id, asked)
    if ('rejection' in outcome)
      throw new Refusal(
        outcome.rejection.code === 'NO_SUCH_INSTANCE' ? 404 : 409,
        outcome.rejection.code,
        [outcome.rejection],
        outcome.rejection.params,
      )
    return this.read(who, id)
  }
}
