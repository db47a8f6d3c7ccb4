import { expressionView } from '#core/form/expression-view'
import type { Problem } from '#core/problem'
import type { ProcessStartRecord } from '../processes/process.entity.js'
import { startsOf } from '../processes/published-process.js'
import type { Plan, PlannedChange, ProcessStarter } from '../records/plan.js'
import type { Engine } from './engine.js'
import { planStart } from './start-process.js'
import { holdInstance, writePlanned } from './write-planned.js'

/** Who started what nobody in the organisation did: a public link, a timer, a message. */
export const NOBODY = 'system'

/** What a record change starts: planned with it, written in the same transaction, so that no record is left without its process. */
export function processStarter(engine: () => Engine): ProcessStarter {
  return {
    async plan(plan, change) {
      const problems: Problem[] = []
      for (const start of await startsOf(plan.reader, 'form', change.form.id)) {
        if (!listensTo(start, change) || !(await holds(plan, start, change))) continue
        const refused = await begin(engine(), plan, start, change)
        if (refused) problems.push(refused)
      }
      return problems
    },
  }
}

const listensTo = (start: ProcessStartRecord, { before, changes }: PlannedChange): boolean =>
  start.fires_on === 'saved' ? !before || changes.length > 0 : start.fires_on === (before ? 'updated' : 'created')

/** The condition sees the record as it will be and, as $previous, as it was. One that fails to compute does not hold. */
async function holds(plan: Plan, start: ProcessStartRecord, change: PlannedChange): Promise<boolean> {
  if (start.condition_text === null) return true
  const { form } = change.form
  const previous = change.before && expressionView(form, change.before.values)
  const result = await plan.evaluate(start.condition_text, expressionView(form, change.after.values), { previous, now: plan.at })
  return 'value' in result && result.value === true
}

async function begin(engine: Engine, plan: Plan, start: ProcessStartRecord, change: PlannedChange): Promise<Problem | undefined> {
  const by = change.by ?? NOBODY
  const record = { form: change.form.id, id: change.after.id }
  const planned = await planStart(engine, plan, { definition: start.definition, by, startEvent: start.element, record })
  if ('rejection' in planned) return planned.rejection
  plan.writes.push(async tx => {
    await holdInstance(tx, planned)
    await writePlanned(tx, engine, planned)
  })
  return undefined
}
