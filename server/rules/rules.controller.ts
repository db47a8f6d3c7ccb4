import { Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import type { Evaluate } from '#core/rule/evaluate-port'
import { Clock } from '../clock.js'
import { inTransaction, reader } from '../db/transaction.js'
import { EVALUATE } from '../expressions/expressions.module.js'
import { Publish } from '../forms/forms.api.js'
import { Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { Admin, Who } from '../people/access.js'
import type { UserPrincipal } from '../people/principal.js'
import { saveDraftRules } from './draft-rules.js'
import { publishRules } from './publish-rules.js'
import { formOfRules, rulesInfo } from './rules-info.js'
import { rulesFrom } from './rules-shape.js'
import { SaveRules, type RulesInfo } from './rules.api.js'

/** Rules of a form. Trying them stands in intake, which knows how a submission goes. */
@Controller('api/v1/forms/:form/rules')
@Admin()
export class RulesController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    @Inject(EVALUATE) private readonly evaluate: Evaluate,
  ) {}

  @Get()
  read(@Param('form') form: string): Promise<RulesInfo> {
    return this.info(form)
  }

  @Put()
  async save(
    @Param('form') formId: string,
    @Input(SaveRules) { revision, rules }: { revision: number; rules: unknown },
  ): Promise<RulesInfo> {
    const { form } = await formOfRules(reader(this.db), formId)
    const read = rulesFrom(rules)
    if ('problems' in read) refuse(400, read.problems)
    const saved = await inTransaction(this.db, tx => saveDraftRules(tx, formId, revision, { ...read.rules, form: form.key }))
    if (!saved) refuse(409, 'DRAFT_CHANGED')
    return this.info(formId)
  }

  @Post('publish')
  @HttpCode(200)
  async publish(
    @Who() who: UserPrincipal,
    @Param('form') formId: string,
    @Input(Publish) { revision }: Publish,
  ): Promise<RulesInfo> {
    const form = await formOfRules(reader(this.db), formId)
    const published = await publishRules(this.db, this.evaluate, form, revision, who.id, this.clock.now().toISOString())
    if ('problems' in published) {
      if (published.problems[0]!.code === 'DRAFT_CHANGED') refuse(409, 'DRAFT_CHANGED')
      refuse(422, published.problems)
    }
    return this.info(formId)
  }

  private info(formId: string): Promise<RulesInfo> {
    return rulesInfo(reader(this.db), this.evaluate, formId, this.clock.now().toISOString())
  }
}
