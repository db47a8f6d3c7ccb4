import { Global, Logger, Module } from '@nestjs/common'
import { getDataSourceToken } from '@nestjs/typeorm'
import type { DataSource } from 'typeorm'
import type { Evaluate } from '#core/rule/evaluate-port'
import { EVALUATE, ExpressionsModule } from '../expressions/expressions.module.js'
import { Live } from '../http/live.js'
import { PROCESS_STARTER, type ProcessStarter } from '../records/plan.js'
import { IntakeController } from './intake.controller.js'
import { INTAKE } from './intake.js'
import type { IntakeDeps } from './submit-record.js'
import { TryRulesController } from './try-rules.controller.js'

const log = new Logger('intake')

/** The one door for record values; links, imports and templates go through it as well. */
@Global()
@Module({
  imports: [ExpressionsModule],
  controllers: [IntakeController, TryRulesController],
  providers: [
    {
      provide: INTAKE,
      inject: [getDataSourceToken(), EVALUATE, Live, { token: PROCESS_STARTER, optional: true }],
      useFactory: (db: DataSource, evaluate: Evaluate, live: Live, starter?: ProcessStarter): IntakeDeps => ({
        db,
        evaluate,
        ...(starter ? { starter } : {}),
        warn: (form, problems) => log.warn({ form, rules: problems }),
        tell: ({ form, id }) => live.publish('all', { kind: 'record', form, id }),
      }),
    },
  ],
  exports: [INTAKE],
})
export class IntakeModule {}
