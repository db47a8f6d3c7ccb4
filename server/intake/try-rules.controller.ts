import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common'
import { InjectDataSource } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import { settle } from '#core/form/settle'
import { expressionView } from '#core/form/expression-view'
import { kindOf } from '#core/form/fields/index'
import type { Form, Values } from '#core/form/form'
import type { ParseContext } from '#core/form/kind'
import type { Problem } from '#core/problem'
import { classify } from '#core/rule/classify'
import { lintRuleSet } from '#core/rule/lint-rules'
import { Clock } from '../clock.js'
import { reader } from '../db/transaction.js'
import { publishedForm } from '../forms/published-form.js'
import { Input } from '../http/input.js'
import { refuse } from '../http/refusal.js'
import { Admin } from '../people/access.js'
import { readRecord } from '../records/read-record.js'
import { formOfRules } from '../rules/rules-info.js'
import { rulesFrom } from '../rules/rules-shape.js'
import { TryRules, type Trial } from '../rules/rules.api.js'
import { INTAKE } from './intake.js'
import type { IntakeDeps } from './submit-record.js'

/** Rules tried on sample values or on a record: the same steps as a submission, and nothing is written. */
@Controller('api/v1/forms/:form/rules/try')
@Admin()
export class TryRulesController {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly clock: Clock,
    @Inject(INTAKE) private readonly intake: IntakeDeps,
  ) {}

  @Post()
  @HttpCode(200)
  async try(
    @Param('form') formId: string,
    @Input(TryRules) asked: { rules: unknown; values?: Record<string, unknown>; record?: string },
  ): Promise<Trial> {
    const read = reader(this.db)
    const { form } = await formOfRules(read, formId)
    const rules = rulesFrom(asked.rules)
    if ('problems' in rules) refuse(400, rules.problems)
    const context = { at: this.clock.now().toISOString(), zone: form.settings?.zone ?? 'Asia/Shanghai' }
    const sample =
      asked.record === undefined
        ? parseSample(form, asked.values ?? {}, context)
        : { values: await this.valuesOf(formId, asked.record), problems: [] }
    const computed = await settle(form, sample.values, this.intake.evaluate, context)
    const values = expressionView(form, computed.values)
    const faults = lintRuleSet(rules.rules, form)
    if (faults.length > 0) return { values, writes: {}, decisions: [], problems: [...sample.problems, ...faults] }
    const { writes, decisions, problems } = await classify(rules.rules, 0, values, undefined, this.intake.evaluate, context.at)
    return { values, writes, decisions, problems: [...sample.problems, ...computed.problems, ...problems] }
  }

  private async valuesOf(formId: string, record: string): Promise<Values> {
    const read = reader(this.db)
    const form = await publishedForm(read, formId)
    const found = form && (await readRecord(read, form, record))
    return found ? found.values : refuse(404, 'NO_SUCH_RECORD')
  }
}

/** A sample need not be complete: what can be read of it is taken, what cannot is told. */
function parseSample(form: Form, raw: Record<string, unknown>, context: ParseContext): { values: Values; problems: Problem[] } {
  const values: Values = {}
  const problems: Problem[] = []
  for (const field of form.fields) {
    if (!Object.hasOwn(raw, field.key)) continue
    const kind = kindOf(field)
    const read = kind.input ? kind.parse(field, raw[field.key], context) : { value: undefined }
    if ('problems' in read) problems.push(...read.problems)
    else if (read.value !== undefined) values[field.key] = read.value
  }
  return { values, problems }
}
