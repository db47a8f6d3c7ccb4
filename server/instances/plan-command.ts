import { advance } from '#core/process/advance'
import type { Advanced, Command, Rejection } from '#core/process/command'
import type { Host } from '#core/process/host'
import { standsIn } from '#core/process/approval/verbs/stand-in'
import type { State } from '#core/process/state'
import { calendarOf } from '../calendars/calendar-of.js'
import { newId } from '../db/id.js'
import type { Plan } from '../records/plan.js'
import type { Through } from '../records/record.js'
import { calledProcess, publishedProcess, type PublishedProcess } from '../processes/published-process.js'
import type { Engine } from './engine.js'
import { formNamed, planRecordWrite, recordIn, tryRules } from './plan-record-write.js'
import { absencesFrom } from '../people/absences.js'
import { readSigned } from './approval-rows.js'
import { lastRound } from './last-round.js'
import { readOutputs, readVariable } from './read-variables.js'
import { resolvePeople } from './resolve-people.js'

/** Automatic steps of one transaction; what is left goes on in a job. */
const BURST = 200

/** What a command will change in one instance. Nothing is written yet. */
export interface Planned {
  published: PublishedProcess
  command: Command
  before: State | undefined
  advanced: Advanced
}

/**
 * Reads and computes only. Record changes that the process decides go onto the plan at once, each when its step is reached: what the form refuses
 * becomes a repair at that step, and later steps see what was written.
 */
export async function planCommand(
  engine: Engine,
  plan: Plan,
  published: PublishedProcess,
  before: State | undefined,
  command: Command,
): Promise<Planned | Rejection> {
  const start = command.type === 'start' ? command : undefined
  const instance = before?.instance.id ?? start!.instance
  const ref = before ? before.instance.record : start?.record
  const record = ref && (await recordIn(plan, ref))
  const through: Through = { source: 'process', name: published.name, instance }
  const host: Host = {
    evaluate: engine.evaluate,
    ...(record ? { record: record.values } : {}),
    people: (assignment, context) => resolvePeople(plan.reader, engine.evaluate, assignment, context),
    classify: async (ruleSet, values) => tryRules(plan, record?.form ?? (await formNamed(plan, published.app, ruleSet)), values),
    refuses: write => planRecordWrite(plan, published.app, write, through),
    newRecordId: () => newId(),
    graph: async definition => (await publishedProcess(plan.reader, definition)).graph,
    called: async (process, version, from) => {
      const called = await calledProcess(plan.reader, process, version, from)
      return called && { definition: called.definition, graph: called.graph }
    },
    variable: (scope, name) => readVariable(plan.reader, instance, scope, name),
    outputs: loop => readOutputs(plan.reader, instance, loop),
    lastRound: (scope, element) => lastRound(plan.reader, instance, scope, element),
    signed: () => readSigned(plan.reader, instance),
    standsIn: user => standInFor(plan, user, published.process),
    calendar: key => calendarOf(plan.reader, key),
    zone: engine.zone,
    burst: BURST,
  }
  const advanced = await advance(published.graph, before, command, host)
  if ('rejection' in advanced) return advanced
  const { definition } = advanced.state.instance
  const now = definition === published.definition ? published : await publishedProcess(plan.reader, definition)
  return { published: now, command, before, advanced }
}

/** Who is out of the office now is looked up once for a plan. */
async function standInFor(plan: Plan, user: string, process: string): Promise<string> {
  let away = absences.get(plan)
  if (!away) absences.set(plan, (away = absencesFrom(plan.reader, plan.at)))
  return standsIn(user, await away, plan.at, process)
}
const absences = new WeakMap<Plan, ReturnType<typeof absencesFrom>>()
