import { Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { inTransaction, reader } from '../db/transaction.js'
import { askOf, earlierAnswer, idempotent } from '../http/idempotency.js'
import { Asked, Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { ENGINE, type Engine } from '../instances/engine.js'
import { Admin, Who } from '../people/access.js'
import { nameOf, type UserPrincipal } from '../people/principal.js'
import { batchInfo, listBatches, previewBatch } from './batch-info.js'
import { cancelBatch } from './cancel-batch.js'
import { createBatch, sizeOf, workOf } from './create-batch.js'
import { ListBatches, NewBatch, type BatchInfo, type BatchPreview, type Slice } from './operations.api.js'

@Controller('api/v1/batches')
@Admin()
export class BatchesController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @Post('preview')
  @HttpCode(200)
  preview(@Input(NewBatch) asked: NewBatch): Promise<BatchPreview> {
    return previewBatch(reader(this.engine.db), workOf(this.engine, asked))
  }

  @Post()
  async create(@Who() who: UserPrincipal, @Input(NewBatch) asked: NewBatch, @Req() request: FastifyRequest): Promise<BatchInfo> {
    const ask = askOf(request, nameOf(who))
    const known = await earlierAnswer<{ id: string }>(reader(this.engine.db), ask)
    if (known) return this.read(known.body.id)
    const work = workOf(this.engine, asked)
    const total = await sizeOf(this.engine, work)
    const { body } = await inTransaction(this.engine.db, tx =>
      idempotent(tx, ask, this.engine.clock.now(), async () => ({
        status: 201,
        body: { id: await createBatch(tx, this.engine, work, total, who.id) },
      })),
    )
    return this.read(body.id)
  }

  @Get()
  list(@Asked(ListBatches) asked: ListBatches): Promise<Slice<BatchInfo>> {
    return listBatches(reader(this.engine.db), asked)
  }

  @Get(':batch')
  async read(@Param('batch') id: string): Promise<BatchInfo> {
    return (await batchInfo(reader(this.engine.db), id)) ?? refuse(404, 'NO_SUCH_BATCH')
  }

  @Post(':batch/cancel')
  @HttpCode(200)
  async cancel(@Who() who: UserPrincipal, @Param('batch') id: string): Promise<BatchInfo> {
    await cancelBatch(this.engine, id, who.id)
    return this.read(id)
  }
}
