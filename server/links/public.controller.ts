import { Controller, Get, Inject, Param, Post, Req } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { FastifyRequest } from 'fastify'
import type { DataSource } from 'typeorm'
import { z } from 'zod'
import type { Field } from '#core/form/form'
import { Clock } from '../clock.js'
import { reader } from '../db/transaction.js'
import { CONFIG, type Config } from '../config.js'
import type { FileInfo } from '../files/files.api.js'
import { receiveFile } from '../files/receive-file.js'
import { storeFile } from '../files/store-file.js'
import { publishedForm } from '../forms/published-form.js'
import { askOf } from '../http/idempotency.js'
import { Asked, Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { Throttle } from '../http/throttle.js'
import { INTAKE } from '../intake/intake.js'
import type { IntakeDeps } from '../intake/submit-record.js'
import { PublicLink } from '../people/access.js'
import { nameOf } from '../people/principal.js'
import { organisationName } from '../people/organisation.js'
import { linkAccess, linkValues, publicForm } from './link-access.js'
import { PublicSubmission, type PublicForm, type Receipt } from './links.api.js'
import { openLink } from './links.js'
import { readReceipt } from './read-receipt.js'
import { submitByLink } from './submit-by-link.js'
import { hashOf } from './token.js'

const Channel = z.strictObject({ channel: z.string().max(200).optional() })

/** What strangers with a link may do: see the form, submit, see their own receipt. Nothing else. */
@Controller('api/v1/public')
@PublicLink()
export class PublicController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(INTAKE) private readonly intake: IntakeDeps,
    private readonly clock: Clock,
    private readonly throttle: Throttle,
  ) {}

  @Get('links/:token')
  async form(@Param('token') token: string, @Asked(Channel) { channel }: z.infer<typeof Channel>): Promise<PublicForm> {
    const link = await openLink(reader(this.db), token, this.clock.now().toISOString())
    const published = (await publishedForm(reader(this.db), link.form_id)) ?? refuse(404, 'LINK_CLOSED')
    return {
      form: publicForm(published.form),
      organisation: (await organisationName(reader(this.db))) ?? '',
      access: linkAccess(published.form),
      preset: linkValues(published.form, JSON.parse(link.preset) as Record<string, string>, channel),
    }
  }

  @Post('links/:token/records')
  async submit(
    @Param('token') token: string,
    @Input(PublicSubmission) submission: z.infer<typeof PublicSubmission>,
    @Req() request: FastifyRequest,
  ): Promise<Receipt> {
    this.throttle.take(`submit ${request.ip}`, { burst: 30, perMinute: 30 })
    const now = this.clock.now()
    // by the token, not by the open link: a lost answer is asked for again also when the link is closed or full by then
    const ask = askOf(request, `link:${hashOf(token).slice(0, 48)}`)
    return submitByLink(this.db, this.intake, { token, values: submission.values, channel: submission.channel, ask, now })
  }

  /** An upload belongs to the link: only a submission through the same link can take it. */
  @Post('links/:token/files')
  async upload(@Param('token') token: string, @Req() request: FastifyRequest): Promise<FileInfo> {
    this.throttle.take(`upload ${request.ip}`, { burst: 20, perMinute: 20 })
    const at = this.clock.now().toISOString()
    const link = await openLink(reader(this.db), token, at)
    const form = (await publishedForm(reader(this.db), link.form_id)) ?? refuse(404, 'LINK_CLOSED')
    if (!publicForm(form.form).fields.some(takesFiles)) refuse(400, 'NO_FILE_FIELD')
    const uploader = nameOf({ type: 'link', link: link.id })
    return receiveFile(request, (name, content) =>
      storeFile(this.db, this.config.dataDir, { form: link.form_id, uploader, name, content, at }),
    )
  }

  @Get('receipts/:token')
  receipt(@Param('token') token: string): Promise<Receipt> {
    return readReceipt(reader(this.db), token)
  }
}

const takesFiles = (field: Field): boolean => field.kind === 'file' || (field.kind === 'subform' && field.fields.some(takesFiles))
