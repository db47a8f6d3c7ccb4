import { Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import type { Form } from '#core/form/form'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { createForm, deleteForm, discardDraft, saveDraft } from './draft.js'
import { draftInfo, formInfo, publishPlan, versionInfos } from './form-info.js'
import { formFrom } from './form-shape.js'
import { NewForm, Publish, SaveDraft, type DraftInfo, type FormInfo, type PublishPlan, type VersionInfo } from './forms.api.js'
import { publishDraft } from './publish-draft.js'
import { formVersion } from './published-form.js'

@Controller('api/v1')
export class FormsController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  @Get('forms/:form')
  form(@Who() who: UserPrincipal, @Param('form') id: string): Promise<FormInfo> {
    return formInfo(reader(this.db), id, who)
  }

  @Post('apps/:app/forms')
  @Admin()
  async create(@Param('app') app: string, @Input(NewForm) { name, key, form }: NewForm): Promise<DraftInfo> {
    const apps = await reader(this.db).query('SELECT id FROM apps WHERE id = ?', [app])
    if (apps.length === 0) refuse(404, 'NO_SUCH_APP')
    const read = formFrom({ fields: [], ...form, name, ...(key ? { key } : {}) })
    if ('problems' in read) refuse(400, read.problems)
    if (!/^[a-z][a-zA-Z0-9]{0,39}$/.test(read.form.key)) refuse(400, [{ code: 'BAD_KEY', at: 'key' }])
    const id = await inTransaction(this.db, tx => createForm(tx, app, read.form, this.clock.now().toISOString()))
    return draftInfo(reader(this.db), id)
  }

  @Get('forms/:form/draft')
  @Admin()
  draft(@Param('form') id: string): Promise<DraftInfo> {
    return draftInfo(reader(this.db), id)
  }

  @Put('forms/:form/draft')
  @Admin()
  async save(
    @Param('form') id: string,
    @Input(SaveDraft) { revision, form }: { revision: number; form: unknown },
  ): Promise<DraftInfo> {
    await draftInfo(reader(this.db), id)
    const read = formFrom(form)
    if ('problems' in read) refuse(400, read.problems)
    if (!(await inTransaction(this.db, tx => saveDraft(tx, id, revision, read.form)))) refuse(409, 'DRAFT_CHANGED')
    return draftInfo(reader(this.db), id)
  }

  @Post('forms/:form/draft/discard')
  @HttpCode(200)
  @Admin()
  async discard(@Param('form') id: string): Promise<DraftInfo> {
    const before = await draftInfo(reader(this.db), id)
    if (!before.published) refuse(409, 'NEVER_PUBLISHED')
    await inTransaction(this.db, tx => discardDraft(tx, id))
    return draftInfo(reader(this.db), id)
  }

  @Post('forms/:form/plan')
  @HttpCode(200)
  @Admin()
  plan(@Param('form') id: string): Promise<PublishPlan> {
    return publishPlan(this.db, id)
  }

  @Post('forms/:form/publish')
  @HttpCode(200)
  @Admin()
  async publish(@Who() who: UserPrincipal, @Param('form') id: string, @Input(Publish) { revision }: Publish): Promise<FormInfo> {
    const published = await publishDraft(this.db, id, revision, who.id, this.clock.now().toISOString())
    if ('problems' in published) {
      const code = published.problems[0]!.code
      if (code === 'NO_SUCH_FORM') refuse(404, code)
      refuse(
        code === 'DRAFT_CHANGED' || code === 'PUBLISHING' ? 409 : 422,
        code === 'DRAFT_CHANGED' || code === 'PUBLISHING' ? code : published.problems,
      )
    }
    return formInfo(reader(this.db), id, who)
  }

  @Get('forms/:form/versions')
  @Admin()
  versions(@Param('form') id: string): Promise<VersionInfo[]> {
    return versionInfos(reader(this.db), id)
  }

  @Get('forms/:form/versions/:version')
  @Admin()
  async version(@Param('form') id: string, @Param('version') version: string): Promise<Form> {
    await draftInfo(reader(this.db), id)
    const number = Number(version)
    const found = Number.isInteger(number) ? await formVersion(reader(this.db), id, number) : undefined
    return found?.form ?? refuse(404, 'NOT_FOUND')
  }

  @Delete('forms/:form')
  @HttpCode(204)
  @Admin()
  async delete(@Param('form') id: string): Promise<void> {
    const gone = await inTransaction(this.db, tx => deleteForm(tx, id, this.clock.now().toISOString()))
    if (!gone) refuse(404, 'NO_SUCH_FORM')
  }
}
