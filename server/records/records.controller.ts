import { Controller, Delete, Get, HttpCode, Inject, Optional, Param, Post, Query as QueryString } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import type { Value } from '#core/form/form'
import type { Query } from '#core/query/query'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import { Input } from '../http/input.js'
import { Live } from '../http/live.js'
import { refuse } from '../http/refusal.js'
import { Throttle } from '../http/throttle.js'
import { forbidden, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { askedForm } from './asked-form.js'
import { deleteRecord } from './delete-record.js'
import { listRecords } from './list-records.js'
import { Overtaken } from './plan.js'
import { readDecisions } from './read-decisions.js'
import { readLog } from './read-log.js'
import { INSTANCES_OF_RECORD, may, recordInfo, visibleRecord, type InstancesOf } from './record-info.js'
import type { StoredRecord } from './record.js'
import { ListQuery, Reveal, type DecisionInfo, type LogEntry, type RecordInfo, type RecordPage } from './records.api.js'
import { revealValue } from './reveal.js'
import { fieldsSeen } from './sight.js'

/** Reading records, the trash, the look behind a mask. Writing values is intake's. */
@Controller('api/v1/forms/:form/records')
export class RecordsController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly throttle: Throttle,
    @Optional() @Inject(INSTANCES_OF_RECORD) private readonly instancesOf?: InstancesOf,
  ) {}

  @Get()
  async list(@Who() who: UserPrincipal, @Param('form') formId: string, @QueryString('q') q?: string): Promise<RecordPage> {
    const form = await askedForm(reader(this.db), formId, who, 'view')
    const page = await listRecords(reader(this.db), form, queryFrom(q), who, this.clock.now().toISOString())
    if ('problems' in page) refuse(400, page.problems)
    return page
  }

  @Get(':record')
  async read(@Who() who: UserPrincipal, @Param('form') formId: string, @Param('record') id: string): Promise<RecordInfo> {
    const [form, record] = await this.asked(who, formId, id)
    return recordInfo(reader(this.db), form, record, who, this.instancesOf ? { instancesOf: this.instancesOf } : {})
  }

  @Delete(':record')
  @HttpCode(204)
  async delete(@Who() who: UserPrincipal, @Param('form') formId: string, @Param('record') id: string): Promise<void> {
    const [form, record] = await this.asked(who, formId, id)
    if (!may(who, 'delete', record)) throw forbidden('delete')
    const at = this.clock.now().toISOString()
    try {
      await inTransaction(this.db, tx => deleteRecord(tx, form, record, who.id, { source: 'user' }, at))
    } catch (error) {
      if (error instanceof Overtaken) refuse(409, 'RECORD_CHANGED')
      throw error
    }
    this.live.publish('all', { kind: 'record', form: form.id, id })
  }

  @Get(':record/log')
  async log(@Who() who: UserPrincipal, @Param('form') formId: string, @Param('record') id: string): Promise<LogEntry[]> {
    const [form] = await this.asked(who, formId, id)
    return (await readLog(reader(this.db), form, id, who)).entries
  }

  @Get(':record/decisions')
  async decisions(
    @Who() who: UserPrincipal,
    @Param('form') formId: string,
    @Param('record') id: string,
  ): Promise<DecisionInfo[]> {
    const [form, record] = await this.asked(who, formId, id)
    return readDecisions(reader(this.db), form, record, who)
  }

  @Post(':record/reveal')
  @HttpCode(200)
  async reveal(
    @Who() who: UserPrincipal,
    @Param('form') formId: string,
    @Param('record') id: string,
    @Input(Reveal) { field, reason }: Reveal,
  ): Promise<{ value: Value | null }> {
    const [form, record] = await this.asked(who, formId, id)
    if (!may(who, 'reveal', record)) throw forbidden('reveal')
    if (!fieldsSeen(form, who).some(each => each.key === field)) refuse(404, 'NO_SUCH_FIELD')
    this.throttle.take(`reveal:${who.id}`, { burst: 30, perMinute: 30 })
    const at = this.clock.now().toISOString()
    const value = await inTransaction(this.db, tx => revealValue(tx, record, field, reason, who.id, at))
    return { value: value ?? null }
  }

  /** Not there and not his are one answer. */
  private async asked(who: UserPrincipal, formId: string, id: string): Promise<[PublishedForm, StoredRecord]> {
    const form = await askedForm(reader(this.db), formId, who, 'view')
    const record = await visibleRecord(reader(this.db), form, id, who)
    if (!record) refuse(404, 'NO_SUCH_RECORD')
    return [form, record]
  }
}

/** `?q=` holds a core Query as JSON; its meaning is checked by lintQuery, its shape here. */
function queryFrom(q: string | undefined): Query {
  if (q === undefined || q === '') return {}
  let raw: unknown
  try {
    raw = JSON.parse(q)
  } catch {
    refuse(400, 'BAD_QUERY')
  }
  const read = ListQuery.safeParse(raw)
  return read.success ? (read.data as Query) : refuse(400, 'BAD_QUERY')
}
