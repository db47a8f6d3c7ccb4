import { Controller, Get, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { FastifyRequest } from 'fastify'
import type { DataSource } from 'typeorm'
import { cleanLine } from '#core/form/clean-text'
import { problem } from '#core/problem'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { newId } from '../db/id.js'
import { inTransaction, reader } from '../db/transaction.js'
import { receiveFile } from '../files/receive-file.js'
import { publishedForm } from '../forms/published-form.js'
import { Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { Throttle } from '../http/throttle.js'
import { Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { askedForm } from '../records/asked-form.js'
import { importInfo } from './import-info.js'
import { importOf, insertImport, moveImport, type ImportRow } from './import-row.js'
import { ImportWorker } from './import-worker.js'
import { ImportMapping, type ImportErrors, type ImportInfo, type ImportState } from './imports.api.js'
import { guessMapping, importable } from './map-columns.js'
import { dropErrors, readErrors, tableFiles } from './table-files.js'
import { mostBytes, uploadTable } from './upload-table.js'

@Controller('api/v1')
export class ImportsController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly worker: ImportWorker,
    private readonly throttle: Throttle,
  ) {}

  @Post('forms/:form/imports')
  async upload(@Who() who: UserPrincipal, @Param('form') formId: string, @Req() request: FastifyRequest): Promise<ImportInfo> {
    const form = await askedForm(reader(this.db), formId, who, 'import')
    this.throttle.take(`import:${who.id}`, { burst: 30, perMinute: 30 })
    const id = newId()
    const files = await tableFiles(this.config.dataDir, id)
    const { name, columns, total } = await receiveFile(
      request,
      async (name, content) => ({ name, ...(await uploadTable(files, name, content)) }),
      mostBytes,
    )
    const options = { mapping: guessMapping(form.form, columns), duplicates: 'error' as const, processes: false }
    const row: ImportRow = {
      id,
      form: formId,
      file: cleanLine(name).slice(0, 190),
      state: 'mapping',
      columns,
      options,
      total,
      processed: 0,
      good: 0,
      bad: 0,
      skipped: 0,
      problem: null,
      createdBy: who.id,
      createdAt: this.clock.now().toISOString(),
    }
    await inTransaction(this.db, tx => insertImport(tx, row))
    return this.info(id)
  }

  @Get('imports/:import')
  async show(@Who() who: UserPrincipal, @Param('import') id: string): Promise<ImportInfo> {
    await importOf(reader(this.db), who, id)
    return this.info(id)
  }

  @Get('imports/:import/errors')
  async errors(@Who() who: UserPrincipal, @Param('import') id: string): Promise<ImportErrors> {
    const row = await importOf(reader(this.db), who, id)
    return { columns: row.columns, rows: await readErrors(await tableFiles(this.config.dataDir, id)) }
  }

  @Put('imports/:import/mapping')
  async map(
    @Who() who: UserPrincipal,
    @Param('import') id: string,
    @Input(ImportMapping) options: ImportMapping,
  ): Promise<ImportInfo> {
    const row = await importOf(reader(this.db), who, id)
    await this.checkMapping(row, options)
    await this.move(id, ['mapping', 'checked', 'cancelled', 'failed'], 'mapping', options)
    return this.info(id)
  }

  @Post('imports/:import/check')
  @HttpCode(200)
  async check(@Who() who: UserPrincipal, @Param('import') id: string): Promise<ImportInfo> {
    const row = await importOf(reader(this.db), who, id)
    await askedForm(reader(this.db), row.form, who, 'import')
    await this.checkMapping(row, row.options)
    await this.begin(id, ['mapping', 'checked', 'cancelled', 'failed'], 'checking')
    return this.info(id)
  }

  @Post('imports/:import/run')
  @HttpCode(200)
  async run(@Who() who: UserPrincipal, @Param('import') id: string): Promise<ImportInfo> {
    const row = await importOf(reader(this.db), who, id)
    await askedForm(reader(this.db), row.form, who, 'import')
    await this.checkMapping(row, row.options)
    await this.begin(id, ['mapping', 'checked', 'cancelled', 'failed'], 'running')
    return this.info(id)
  }

  @Post('imports/:import/cancel')
  @HttpCode(200)
  async cancel(@Who() who: UserPrincipal, @Param('import') id: string): Promise<ImportInfo> {
    await importOf(reader(this.db), who, id)
    await this.move(id, ['checking', 'running'], 'cancelled')
    return this.info(id)
  }

  /** Every mapped field can be filled from a cell and is named once; something is mapped at all. */
  private async checkMapping(row: ImportRow, { mapping }: ImportMapping): Promise<void> {
    const form = await publishedForm(reader(this.db), row.form)
    if (!form) refuse(404, 'NO_SUCH_FORM')
    const allowed = new Set(importable(form.form).map(field => field.key))
    const named = mapping.filter(key => key !== null)
    const problems = [
      ...(mapping.length !== row.columns.length ? [problem('MAPPING_LENGTH', 'mapping', { columns: row.columns.length })] : []),
      ...(named.length === 0 ? [problem('NOTHING_MAPPED', 'mapping')] : []),
      ...named.filter(key => !allowed.has(key)).map(key => problem('UNKNOWN_FIELD', key)),
      ...named.filter((key, index) => named.indexOf(key) !== index).map(key => problem('MAPPED_TWICE', key)),
    ]
    if (problems.length > 0) refuse(422, problems)
  }

  private async begin(id: string, from: ImportState[], to: 'checking' | 'running'): Promise<void> {
    await this.move(id, from, to)
    await inTransaction(this.db, tx =>
      tx.run('UPDATE imports SET processed = 0, good = 0, bad = 0, skipped = 0, problem = NULL WHERE id = ?', [id]),
    )
    await dropErrors(await tableFiles(this.config.dataDir, id), 0)
    this.worker.enqueue(id)
  }

  private async move(id: string, from: ImportState[], to: ImportState, options?: ImportMapping): Promise<void> {
    if (!(await inTransaction(this.db, tx => moveImport(tx, id, from, to, options)))) refuse(409, 'IMPORT_BUSY')
  }

  private async info(id: string): Promise<ImportInfo> {
    return importInfo(reader(this.db), await tableFiles(this.config.dataDir, id), id)
  }
}
