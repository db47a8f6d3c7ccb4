import type { Problem } from '../../problem.js'
import type { Model } from '../bpmn/model.js'
import { approvals, idleApprovals } from './approvals.js'
import { boundaryHost } from './boundary-host.js'
import { boundaryLeadsNowhere } from './boundary-leads-nowhere.js'
import { calendarsExist, calendarYears } from './calendars.js'
import { calledProcess } from './called-process.js'
import { ignoredConditions, missingConditions, missingDefault } from './conditions.js'
import { compensations } from './compensations.js'
import { defaultCondition } from './default-condition.js'
import { defaultFlow } from './default-flow.js'
import { drawnOnly } from './drawn-only.js'
import { duplicateId } from './duplicate-id.js'
import { elementNotExecuted } from './element-not-executed.js'
import { errorCaught } from './error-caught.js'
import { eventFlows } from './event-flows.js'
import { eventGatewayTargets } from './event-gateway-targets.js'
import { eventReferences } from './event-references.js'
import { expressions } from './expressions.js'
import { flowEnds } from './flow-ends.js'
import { joinFilled } from './join-filled.js'
import { links } from './links.js'
import { loopWithoutCount, loopWithoutEnd } from './loops.js'
import { missingId } from './missing-id.js'
import { nothingToRun } from './nothing-to-run.js'
import { places } from './places.js'
import { publishSettings } from './publish-settings.js'
import { receiveWithoutMessage } from './receive-without-message.js'
import { contextOf, type Context, type Known, type Place, type Rule } from './rule.js'
import { badSettings, foreignHints, foreignLogic } from './settings.js'
import { splitJoin } from './split-join.js'
import { severalStarts, subProcessStarts } from './starts.js'
import { timers } from './timers.js'
import { unreachable } from './unreachable.js'
import { unusedRoots } from './unused-roots.js'
import { zones } from './zones.js'

/** Lint result: an error stops publishing, a warning is shown. `at` is the element's id; `params.line` its line where known. */
export type Finding = Problem & { severity: 'error' | 'warning' }

type Severity = Finding['severity']

/** All rules with what their findings mean: in a bare file, and at publish. */
const RULES: [rule: Rule, bare: Severity, publish?: Severity][] = [
  [nothingToRun, 'error'],
  [missingId, 'error'],
  [duplicateId, 'error'],
  [flowEnds, 'error'],
  [eventFlows, 'error'],
  [boundaryHost, 'error'],
  [elementNotExecuted, 'error'],
  [eventGatewayTargets, 'error'],
  [defaultFlow, 'error'],
  [eventReferences, 'error'],
  [calledProcess, 'error'],
  [links, 'error'],
  [compensations, 'error'],
  [places, 'error'],
  [timers, 'error'],
  [zones, 'error'],
  [subProcessStarts, 'error'],
  [unreachable, 'error'],
  [loopWithoutCount, 'error'],
  [badSettings, 'error'],
  [approvals, 'error'],
  [expressions, 'error'],
  [publishSettings, 'error'],
  [calendarsExist, 'error'],
  [foreignLogic, 'warning', 'error'],
  [receiveWithoutMessage, 'warning', 'error'],
  [loopWithoutEnd, 'warning', 'error'],
  [foreignHints, 'warning'],
  [calendarYears, 'warning'],
  [severalStarts, 'warning'],
  [boundaryLeadsNowhere, 'warning'],
  [defaultCondition, 'warning'],
  [ignoredConditions, 'warning'],
  [missingConditions, 'warning'],
  [missingDefault, 'warning'],
  [joinFilled, 'warning'],
  [splitJoin, 'warning'],
  [errorCaught, 'warning'],
  [idleApprovals, 'warning'],
  [unusedRoots, 'warning'],
  [drawnOnly, 'warning'],
]

/** Who does a step is asked of processes that run; a drawn partner's pool beside an executable one does not. */
function running(context: Context): Context {
  const { processes } = context.model
  if (!processes.some(process => process.executable)) return context
  const rootOf = (place: Place): Place => (place.parent ? rootOf(place.parent) : place)
  const runs = (place: Place) => rootOf(place).container.executable || rootOf(place).container.global === true
  return { ...context, places: context.places.filter(runs) }
}

/** Every fault of a model, errors first. With `known` it is judged for publishing. Each finding is told once. */
export function lint(model: Model, known?: Known): Finding[] {
  const context = contextOf(model, known)
  const findings = RULES.flatMap(([rule, bare, publish = bare]) =>
    rule(rule === publishSettings ? running(context) : context).map((found): Finding => ({
      ...found,
      severity: known ? publish : bare,
    })),
  )
  const seen = new Set<string>()
  return findings
    .filter(found => seen.size !== seen.add(`${found.code} ${found.at} ${JSON.stringify(found.params)}`).size)
    .sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}
