import { Controller, Inject, Optional, Param, Patch, Post, Req, Res } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { DataSource } from 'typeorm'
import { Clock } from '../clock.js'
import { reader } from '../db/transaction.js'
import { publishedForm, type PublishedForm } from '../forms/published-form.js'
import { askOf, earlierAnswer, idempotent, type Kept } from '../http/idempotency.js'
import { Input } from '../http/input.js'
import { forbidden, Who } from '../people/access.js'
import { nameOf, type UserPrincipal } from '../people/principal.js'
import { refuse } from '../http/refusal.js'
import { askedForm } from '../records/asked-form.js'
import { INSTANCES_OF_RECORD, may, recordInfo, visibleRecord, type InstancesOf } from '../records/record-info.js'
import { ChangeRecord, NewRecord, type RecordInfo } from '../records/records.api.js'
import { answerProblems } from './answer-problems.js'
import { INTAKE } from './intake.js'
import { submitRecord, type IntakeDeps, type Submission } from './submit-record.js'

/** Record values of signed-in people come in here. */
@Controller('api/v1/forms/:form/records')
export class IntakeController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    @Inject(INTAKE) private readonly intake: IntakeDeps,
    @Optional() @Inject(INSTANCES_OF_RECORD) private readonly instancesOf?: InstancesOf,
  ) {}

  @Post()
  async create(
    @Who() who: UserPrincipal,
    @Param('form') formId: string,
    @Input(NewRecord) { values }: NewRecord,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordInfo> {
    await askedForm(reader(this.db), formId, who, 'create')
    return this.submit(request, reply, 201, { form: formId, raw: values, who })
  }

  @Patch(':record')
  async change(
    @Who() who: UserPrincipal,
    @Param('form') formId: string,
    @Param('record') id: string,
    @Input(ChangeRecord) { rev, values }: ChangeRecord,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordInfo> {
    const form = await askedForm(reader(this.db), formId, who, 'view')
    const record = await visibleRecord(reader(this.db), form, id, who)
    if (!record) refuse(404, 'NO_SUCH_RECORD')
    if (!may(who, 'edit', record)) throw forbidden('edit')
    return this.submit(request, reply, 200, { form: formId, record: id, rev, raw: values, who })
  }

  /** The answer is made and kept in the transaction of the write, so that a repetition gets the very same. */
  private async submit(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    asked: Pick<Submission, 'form' | 'record' | 'rev' | 'raw' | 'who'>,
  ): Promise<RecordInfo> {
    const now = this.clock.now()
    const ask = askOf(request, nameOf(asked.who))
    let answer = await earlierAnswer<RecordInfo>(reader(this.db), ask)
    if (!answer) {
      const submitted = await submitRecord(this.intake, {
        ...asked,
        through: { source: 'user' },
        at: now.toISOString(),
        within: async (tx, write) => {
          answer = await idempotent(tx, ask, now, async () => {
            const record = await write()
            const form = (await publishedForm(tx, asked.form)) as PublishedForm
            const more = this.instancesOf ? { instancesOf: this.instancesOf } : {}
            return { status, body: await recordInfo(tx, form, record, asked.who, more) }
          })
        },
      })
      if ('problems' in submitted) answerProblems(submitted.problems)
    }
    const { status: code, body } = answer as Kept<RecordInfo>
    void reply.status(code)
    return body
  }
}
