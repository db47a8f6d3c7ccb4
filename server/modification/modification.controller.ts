import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { reader, type Tx } from '../db/transaction.js'
import { askOf, earlierAnswer, idempotent } from '../http/idempotency.js'
import { Asked as Query, Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { ENGINE, type Engine } from '../instances/engine.js'
import type { InstanceRow } from '../instances/load-state.js'
import { maySee } from '../instances/may-see.js'
import { runCommand, type Asked } from '../instances/run-command.js'
import { Admin, Who } from '../people/access.js'
import { nameOf, type UserPrincipal } from '../people/principal.js'
import { migrationOf } from './migration-of.js'
import { AskTargets, Migrate, Modify, ReturnTo, type Changed, type Preview, type ReturnTargets } from './modification.api.js'
import { preview } from './preview.js'
import { refuseChange } from './refuse-change.js'
import { targetsOf } from './targets-of.js'

@Controller('api/v1/instances/:instance')
export class ModificationController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Get('targets')
  async targets(
    @Who() who: UserPrincipal,
    @Param('instance') id: string,
    @Query(AskTargets) asked: AskTargets,
  ): Promise<ReturnTargets> {
    await this.mayReturn(who, id, asked.token)
    const found = await targetsOf(reader(this.engine.db), id, asked)
    return 'problem' in found ? refuseChange(found.problem) : found
  }

  @Post('return/preview')
  @HttpCode(200)
  async previewReturn(
    @Who() who: UserPrincipal,
    @Param('instance') id: string,
    @Input(ReturnTo) asked: ReturnTo,
  ): Promise<Preview> {
    await this.mayReturn(who, id, asked.token)
    return preview(this.engine, id, returning(asked, who))
  }

  @Post('return')
  @HttpCode(200)
  async return(
    @Who() who: UserPrincipal,
    @Param('instance') id: string,
    @Input(ReturnTo) asked: ReturnTo,
    @Req() request: FastifyRequest,
  ): Promise<Changed> {
    await this.mayReturn(who, id, asked.token)
    return this.change(who, id, returning(asked, who), request)
  }

  @Post('modify/preview')
  @Admin()
  @HttpCode(200)
  previewModify(@Who() who: UserPrincipal, @Param('instance') id: string, @Input(Modify) asked: Modify): Promise<Preview> {
    return preview(this.engine, id, { type: 'modify', ...asked, by: who.id } as Asked)
  }

  @Post('modify')
  @Admin()
  @HttpCode(200)
  modify(
    @Who() who: UserPrincipal,
    @Param('instance') id: string,
    @Input(Modify) asked: Modify,
    @Req() request: FastifyRequest,
  ): Promise<Changed> {
    return this.change(who, id, { type: 'modify', ...asked, by: who.id } as Asked, request)
  }

  @Post('migrate/preview')
  @Admin()
  @HttpCode(200)
  async previewMigrate(
    @Who() who: UserPrincipal,
    @Param('instance') id: string,
    @Input(Migrate) asked: Migrate,
  ): Promise<Preview> {
    return preview(this.engine, id, await this.migration(id, asked, who))
  }

  @Post('migrate')
  @Admin()
  @HttpCode(200)
  async migrate(
    @Who() who: UserPrincipal,
    @Param('instance') id: string,
    @Input(Migrate) asked: Migrate,
    @Req() request: FastifyRequest,
  ): Promise<Changed> {
    return this.change(who, id, await this.migration(id, asked, who), request)
  }

  private async migration(id: string, { version, map, reason }: Migrate, who: UserPrincipal): Promise<Asked> {
    const found = await migrationOf(reader(this.engine.db), id, version)
    if ('problem' in found) return refuseChange(found.problem)
    return { type: 'migrate', to: found.to, ...(map ? { map } : {}), reason, by: who.id }
  }

  /** Whoever does not see the instance learns nothing of it; from a token returns who may mend it. */
  private async mayReturn(who: UserPrincipal, id: string, token: string | undefined): Promise<void> {
    const read = reader(this.engine.db)
    const [row] = await read.query<InstanceRow>('SELECT * FROM instances WHERE id = ?', [id])
    if (!row || !(await maySee(read, who, row))) refuse(404, 'NO_SUCH_INSTANCE')
    if (token !== undefined && !who.admin) refuse(403, 'ADMIN_ONLY')
  }

  private async change(who: UserPrincipal, id: string, asked: Asked, request: FastifyRequest): Promise<Changed> {
    const ask = askOf(request, nameOf(who))
    const read = reader(this.engine.db)
    const body: Changed = { instance: id, by: { id: who.id, name: who.name } }
    const earlier = await earlierAnswer<Changed>(read, ask)
    if (earlier) return earlier.body
    const write = async (tx: Tx): Promise<void> =>
      void (await idempotent(tx, ask, this.engine.clock.now(), async () => ({ status: 200, body })))
    const outcome = await runCommand(this.engine, id, asked, { write })
    if (!('rejection' in outcome)) return body
    // the same request, sent twice at once: the other one has won, and its answer is ours
    return (await earlierAnswer<Changed>(read, ask))?.body ?? refuseChange(outcome.rejection)
  }
}

const returning = ({ jump, ...asked }: ReturnTo, who: UserPrincipal): Asked =>
  ({ type: 'return', ...asked, ...(jump && who.admin ? { jump } : {}), by: who.id }) as Asked
