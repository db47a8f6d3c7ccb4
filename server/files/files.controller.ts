import { Controller, Inject, Param, Post, Req } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { FastifyRequest } from 'fastify'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { reader } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import { refuse } from '../http/refusal.js'
import { Throttle } from '../http/throttle.js'
import { forbidden, Who } from '../people/access.js'
import { nameOf, type UserPrincipal } from '../people/principal.js'
import { actionsOn, can } from '../people/rights.js'
import type { FileInfo } from './files.api.js'
import { receiveFile } from './receive-file.js'
import { storeFile } from './store-file.js'

/** Uploads of signed-in people. Reading them stands in records: whoever may see the record may. */
@Controller('api/v1/forms/:form/files')
export class FilesController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly throttle: Throttle,
  ) {}

  @Post()
  async upload(@Who() who: UserPrincipal, @Param('form') form: string, @Req() request: FastifyRequest): Promise<FileInfo> {
    if (!(await publishedForm(reader(this.db), form)) || actionsOn(who, form).length === 0) refuse(404, 'NO_SUCH_FORM')
    if (!can(who, 'create', form) && !can(who, 'edit', form)) throw forbidden('create')
    this.throttle.take(`upload:${who.id}`, { burst: 60, perMinute: 60 })
    return receiveFile(request, (name, content) =>
      storeFile(this.db, this.config.dataDir, { form, uploader: nameOf(who), name, content, at: this.clock.now().toISOString() }),
    )
  }
}
