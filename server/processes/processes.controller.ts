import { Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Put } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import type { Evaluate } from '#core/rule/evaluate-port'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import { EVALUATE } from '../expressions/expressions.module.js'
import { Input } from '../http/input.js'
import { Refusal, refuse } from '../http/refusal.js'
import { JobWorker } from '../jobs/job-worker.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { createProcess, deleteProcess, emptyDiagram, readProcess, saveProcess } from './drafts.js'
import { houseOf } from './house.js'
import { judgeDiagram } from './judge-diagram.js'
import { processDraft, unreadable, versionsOf } from './process-draft.js'
import type { ProcessRecord } from './process.entity.js'
import {
  LintProcess,
  NewProcess,
  PublishProcess,
  SaveProcess,
  ZONE,
  type ProcessDraft,
  type ProcessVersion,
} from './processes.api.js'
import { publishProcess } from './publish-process.js'

@Controller('api/v1')
@Admin()
export class ProcessesController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(EVALUATE) private readonly evaluate: Evaluate,
    private readonly clock: Clock,
    private readonly jobs: JobWorker,
  ) {}

  @Post('apps/:app/processes')
  async create(
    @Who() who: UserPrincipal,
    @Param('app') app: string,
    @Input(NewProcess) { name, xml }: NewProcess,
  ): Promise<ProcessDraft> {
    const read = reader(this.db)
    if ((await read.query('SELECT 1 FROM apps WHERE id = ?', [app])).length === 0) refuse(404, 'NO_SUCH_APP')
    if (xml !== undefined) await this.mustRead(xml)
    const draft = { name, xml: xml ?? emptyDiagram(name) }
    const id = await inTransaction(this.db, tx => createProcess(tx, app, draft, who.id, this.now()))
    return this.read(id)
  }

  @Get('processes/:process')
  async read(@Param('process') id: string): Promise<ProcessDraft> {
    return processDraft(reader(this.db), await this.row(id), this.now())
  }

  @Put('processes/:process')
  async save(@Param('process') id: string, @Input(SaveProcess) { revision, xml, name }: SaveProcess): Promise<ProcessDraft> {
    await this.row(id)
    await this.mustRead(xml)
    if (!(await inTransaction(this.db, tx => saveProcess(tx, id, revision, { xml, ...(name ? { name } : {}) }))))
      await this.draftChanged(id)
    return this.read(id)
  }

  @Post('processes/:process/lint')
  @HttpCode(200)
  async lint(@Param('process') id: string, @Input(LintProcess) { xml }: LintProcess): Promise<Pick<ProcessDraft, 'problems'>> {
    const { app_id: app } = await this.row(id)
    const { problems } = await judgeDiagram(xml, await houseOf(reader(this.db), app, this.now()))
    return { problems }
  }

  @Post('processes/:process/publish')
  @HttpCode(200)
  async publish(
    @Who() who: UserPrincipal,
    @Param('process') id: string,
    @Input(PublishProcess) { revision }: PublishProcess,
  ): Promise<ProcessDraft> {
    const published = await publishProcess({ db: this.db, evaluate: this.evaluate, zone: ZONE }, id, revision, who.id, this.now())
    if (!published) refuse(404, 'NO_SUCH_PROCESS')
    if ('changed' in published) await this.draftChanged(id)
    if ('problems' in published) throw new Refusal(422, 'NOT_PUBLISHABLE', published.problems)
    this.jobs.wake()
    return this.read(id)
  }

  @Get('processes/:process/versions')
  async versions(@Param('process') id: string): Promise<ProcessVersion[]> {
    await this.row(id)
    return versionsOf(reader(this.db), id)
  }

  @Get('processes/:process/versions/:version/xml')
  @Header('content-type', 'application/xml; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="process.bpmn"')
  @Header('x-content-type-options', 'nosniff')
  async xml(@Param('process') id: string, @Param('version') version: string): Promise<string> {
    const sql = 'SELECT xml FROM process_versions WHERE process_id = ? AND version = ?'
    const [row] = await reader(this.db).query<{ xml: string }>(sql, [id, /^\d{1,9}$/.test(version) ? Number(version) : 0])
    return row?.xml ?? refuse(404, 'NO_SUCH_VERSION')
  }

  @Delete('processes/:process')
  @HttpCode(204)
  async remove(@Param('process') id: string): Promise<void> {
    if (!(await inTransaction(this.db, tx => deleteProcess(tx, id, this.now())))) refuse(404, 'NO_SUCH_PROCESS')
  }

  private async row(id: string): Promise<ProcessRecord> {
    return (await readProcess(reader(this.db), id)) ?? refuse(404, 'NO_SUCH_PROCESS')
  }

  private async draftChanged(id: string): Promise<never> {
    const { revision } = await this.row(id)
    return refuse(409, 'DRAFT_CHANGED', { revision })
  }

  private async mustRead(xml: string): Promise<void> {
    const problems = unreadable((await judgeDiagram(xml)).problems)
    if (problems.length > 0) throw new Refusal(422, 'BPMN_UNREADABLE', problems)
  }

  private now(): string {
    return this.clock.now().toISOString()
  }
}
