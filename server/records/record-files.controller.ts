import { Controller, Get, Inject, Optional, Param, Res } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { FastifyReply } from 'fastify'
import type { DataSource } from 'typeorm'
import type { Field, FileRef, Row, Values } from '#core/form/form'
import { CONFIG, type Config } from '../config.js'
import { reader } from '../db/transaction.js'
import type { FileRecord } from '../files/file.entity.js'
import { shownInline } from '../files/sniff.js'
import { openContent } from '../files/store-file.js'
import { publishedForm } from '../forms/published-form.js'
import { refuse } from '../http/refusal.js'
import { Who } from '../people/access.js'
import { nameOf, type UserPrincipal } from '../people/principal.js'
import { can } from '../people/rights.js'
import { readRecord } from './read-record.js'
import { TAKES_PART, visibleRecord, type TakesPart } from './record-info.js'
import { fieldsSeen } from './sight.js'

/** Files of records: for who may see the record and the field; before the submission for the uploader alone. Everybody else gets 404. */
@Controller('api/v1/files/:file')
export class RecordFilesController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    @Optional() @Inject(TAKES_PART) private readonly takesPart?: TakesPart,
  ) {}

  @Get()
  async download(@Who() who: UserPrincipal, @Param('file') id: string, @Res() reply: FastifyReply): Promise<void> {
    await this.send(await this.asked(who, id), 'attachment', reply)
  }

  @Get('preview')
  async preview(@Who() who: UserPrincipal, @Param('file') id: string, @Res() reply: FastifyReply): Promise<void> {
    const file = await this.asked(who, id)
    if (!shownInline.has(file.type)) refuse(415, 'NO_PREVIEW')
    await this.send(file, 'inline', reply)
  }

  private async asked(who: UserPrincipal, id: string): Promise<FileRecord> {
    const read = reader(this.db)
    const [file] = await read.query<FileRecord>('SELECT * FROM files WHERE id = ?', [id])
    if (!file || !(await this.mayRead(who, file))) refuse(404, 'NO_SUCH_FILE')
    return file
  }

  private async mayRead(who: UserPrincipal, file: FileRecord): Promise<boolean> {
    if (file.record === null) return file.uploader === nameOf(who)
    const read = reader(this.db)
    const form = await publishedForm(read, file.form)
    if (!form) return false
    const takesPart = (await this.takesPart?.(read, file.form, file.record, who)) ?? false
    const record = takesPart ? await readRecord(read, form, file.record) : await visibleRecord(read, form, file.record, who)
    if (!record) return false
    const fields = fieldsSeen(form, who).filter(field => !field.personal || can(who, 'reveal', form.id))
    return holds(fields, record.values, file.id)
  }

  /** Never run by a browser: an attachment, of the type that its bytes showed, in an empty sandbox. */
  private async send(file: FileRecord, how: 'attachment' | 'inline', reply: FastifyReply): Promise<void> {
    const content = await openContent(this.config.dataDir, file.hash)
    if (!content) refuse(404, 'FILE_LOST')
    const name = encodeURIComponent(file.name).replace(/['()*]/g, sign => `%${sign.charCodeAt(0).toString(16)}`)
    await reply
      .header('content-type', file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type)
      .header('content-length', String(file.size))
      .header('content-disposition', `${how}; filename*=UTF-8''${name}`)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cache-control', 'private, no-cache')
      .send(content)
  }
}

const holds = (fields: Field[], values: Values, id: string): boolean =>
  fields.some(field => {
    const value = Object.hasOwn(values, field.key) ? values[field.key] : undefined
    if (value === undefined) return false
    if (field.kind === 'file') return (value as FileRef[]).some(file => file.id === id)
    return field.kind === 'subform' && (value as Row[]).some(row => holds(field.fields, row, id))
  })
