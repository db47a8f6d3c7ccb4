import { Logger } from '@nestjs/common'
import { expressionView } from '#core/form/expression-view'
import { problem, type Problem } from '#core/problem'
import { pauseOf } from '../processes/pause.js'
import type { ProcessStartRecord } from '../processes/process.entity.js'
import { startsOf } from '../processes/published-process.js'
import type { Plan, PlannedChange, ProcessStarter } from '../records/plan.js'
import type { Engine } from './engine.js'
import { keepStart } from './kept-start.js'
import { recheckRecord } from './recheck-record.js'
import { planStart } from './start-process.js'
import { holdInstance, writePlanned } from './write-planned.js'

/** Who started what nobody in the organisation did: a public link, a timer, a message. */
export const NOBODY = 'system'

const log = new Logger('process starts')

/** What a record change starts, and whom it wakes: planned with it, written in the same transaction, so that no record is left without its process. */
export function processStarter(engine: () => Engine): ProcessStarter {
  return {
    async plan(plan, change) {
      for (const start of await startsOf(plan.reader, 'form', change.form.id)) {
        if (!listensTo(start, change)) continue
        const holds = await conditionHolds(plan, start, change)
        if (typeof holds !== 'boolean') return [holds]
        const refused = holds ? await begin(engine(), plan, start, change) : undefined
        if (refused) return [refused]
      }
      await recheckRecord(engine(), plan, change)
      return []
    },
  }
}

const listensTo = (start: ProcessStartRecord, { before, changes }: PlannedChange): boolean =>
  start.fires_on === 'saved' ? !before || changes.length > 0 : start.fires_on === (before ? 'updated' : 'created')

/** Not the expression's fault but the machine's: another try may do. */
const PASSING = new Set(['EXPR_TIMEOUT', 'EXPR_BUSY'])

/**
 * The condition sees the record as it will be and, as $previous, as it was. One that fails to compute does not hold, and the operator is told; where
 * the machine was too busy to say, the submission is asked to come again (BUSY) instead of losing its process.
 */
async function conditionHolds(plan: Plan, start: ProcessStartRecord, change: PlannedChange): Promise<boolean | Problem> {
  if (start.condition_text === null) return true
  const { form } = change.form
  const previous = change.before && expressionView(form, change.before.values)
  const result = await plan.evaluate(start.condition_text, expressionView(form, change.after.values), { previous, now: plan.at })
  if ('value' in result) return result.value === true
  if (PASSING.has(result.problem.code)) return problem('BUSY')
  log.warn(`the condition of ${start.element} (process ${start.process_id}) cannot be computed: ${result.problem.code}`)
  return false
}

async function begin(engine: Engine, plan: Plan, start: ProcessStartRecord, change: PlannedChange): Promise<Problem | undefined> {
  const by = change.by ?? NOBODY
  const record = { form: change.form.id, id: change.after.id }
  const wanted = { definition: start.definition, by, startEvent: start.element, record }
  // nobody's record is refused because an administrator has paused a process
  if (await pauseOf(plan.reader, start.process_id)) {
    plan.writes.push(tx => keepStart(tx, engine, start.process_id, wanted, plan.at))
    return undefined
  }
  const planned = await planStart(engine, plan, wanted)
  if ('rejection' in planned) return planned.rejection
  plan.writes.push(async tx => {
    await holdInstance(tx, planned)
    await writePlanned(tx, engine, planned)
  })
  return undefined
}
