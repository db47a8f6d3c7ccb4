import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { newId } from '../db/id.js'
import { reader } from '../db/transaction.js'
import { askOf } from '../http/idempotency.js'
import { Asked, Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { ENGINE, type Engine } from '../instances/engine.js'
import { Admin, Who } from '../people/access.js'
import { nameOf, type UserPrincipal } from '../people/principal.js'
import { mustSend } from './access.js'
import { senderOf } from './signal-listeners.js'
import { readSignal, type SignalRecord } from './signal.entity.js'
import { ListSignals, ThrowSignal, type SignalInfo, type SignalPage } from './signals.api.js'
import { throwSignal } from './throw-signal.js'

const PAGE = 50

@Controller('api/v1/signals')
export class SignalsController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Post()
  @HttpCode(202)
  async throw(
    @Who() who: UserPrincipal,
    @Req() request: FastifyRequest,
    @Input(ThrowSignal) { name, data = {}, id }: ThrowSignal,
  ): Promise<SignalInfo> {
    mustSend(who)
    const outcome = await throwSignal(this.engine, {
      id: id ?? askOf(request, nameOf(who)).key ?? newId(),
      name,
      data,
      at: this.engine.clock.now().toISOString(),
      by: who.id,
      source: 'api',
    })
    if ('reused' in outcome) refuse(422, 'SIGNAL_ID_REUSED')
    return infoOf(outcome.signal)
  }

  @Get()
  @Admin()
  async list(@Asked(ListSignals) { page }: ListSignals): Promise<SignalPage> {
    const read = reader(this.engine.db)
    const [count] = await read.query<{ n: number }>('SELECT COUNT(*) AS n FROM signals')
    const rows = await read.query<SignalRecord>(
      "SELECT id, name, '' AS data, status, reached, started, open_jobs, created_at, ended_at, by_user, source FROM signals ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?",
      [PAGE, (page - 1) * PAGE],
    )
    return { items: rows.map(infoOf), total: Number(count!.n), page, pageSize: PAGE }
  }

  @Get(':signal')
  @Admin()
  async read(@Param('signal') id: string): Promise<SignalInfo> {
    const row = await readSignal(reader(this.engine.db), id)
    return row ? infoOf(row) : refuse(404, 'NO_SUCH_SIGNAL')
  }
}

const infoOf = (row: SignalRecord): SignalInfo => ({
  id: row.id,
  name: row.name,
  status: row.status,
  reached: Number(row.reached),
  started: Number(row.started),
  sentAt: row.created_at,
  endedAt: row.ended_at,
  by: senderOf(row),
  source: row.source,
})
