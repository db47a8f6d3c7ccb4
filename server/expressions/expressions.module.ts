import { Inject, Logger, Module, type OnApplicationShutdown } from '@nestjs/common'
import { createEvaluate, type Evaluation } from './create-evaluate.js'

/** Provider token of the server's `Evaluate`. */
export const EVALUATE = Symbol('evaluate')
const EVALUATION = Symbol('evaluation')

const log = new Logger('expressions')

@Module({
  providers: [
    { provide: EVALUATION, useFactory: () => createEvaluate({ onSuspended: source => log.warn({ suspended: source }) }) },
    { provide: EVALUATE, useFactory: (evaluation: Evaluation) => evaluation.evaluate, inject: [EVALUATION] },
  ],
  exports: [EVALUATE],
})
export class ExpressionsModule implements OnApplicationShutdown {
  constructor(@Inject(EVALUATION) private readonly evaluation: Evaluation) {}

  onApplicationShutdown(): void {
    this.evaluation.close()
  }
}
