import { Controller, Get, Inject, Param, Patch, Post } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import type { Form } from '#core/form/form'
import { problem } from '#core/problem'
import { Clock } from '../clock.js'
import { CONFIG, type Config } from '../config.js'
import { inTransaction, reader } from '../db/transaction.js'
import { Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { askedForm } from '../records/asked-form.js'
import { ChangeLink, NewLink, type LinkInfo } from './links.api.js'
import { changeLink, createLink, linkById, linkInfo, listLinks } from './links.js'

/** Public links, for those who may share the form. */
@Controller('api/v1')
export class LinksController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Get('forms/:form/links')
  async list(@Who() who: UserPrincipal, @Param('form') form: string): Promise<LinkInfo[]> {
    await askedForm(reader(this.db), form, who, 'share')
    return listLinks(reader(this.db), this.config.secret, form)
  }

  @Post('forms/:form/links')
  async create(@Who() who: UserPrincipal, @Param('form') form: string, @Input(NewLink) link: NewLink): Promise<LinkInfo> {
    const { form: design } = await askedForm(reader(this.db), form, who, 'share')
    checkPreset(design, link.preset)
    const made = { ...link, form, by: who.id, at: this.clock.now().toISOString() }
    const id = await inTransaction(this.db, tx => createLink(tx, this.config.secret, made))
    return linkInfo(this.config.secret, await linkById(reader(this.db), id))
  }

  @Patch('links/:link')
  async change(@Who() who: UserPrincipal, @Param('link') id: string, @Input(ChangeLink) change: ChangeLink): Promise<LinkInfo> {
    const { form_id } = await linkById(reader(this.db), id)
    const { form } = await askedForm(reader(this.db), form_id, who, 'share')
    checkPreset(form, change.preset)
    await inTransaction(this.db, tx => changeLink(tx, id, change))
    return linkInfo(this.config.secret, await linkById(reader(this.db), id))
  }
}

/** A link brings values for fields that take them from links, nothing else. */
function checkPreset(form: Form, preset: Record<string, string> = {}): void {
  const allowed = new Set(form.fields.filter(field => field.fromLink).map(field => field.key))
  const problems = Object.keys(preset)
    .filter(key => !allowed.has(key))
    .map(key => problem('UNKNOWN_FIELD', key))
  if (problems.length > 0) refuse(422, problems)
}
