import { problem, type Problem } from '../../problem.js'
import { nearest } from '../../rule/nearest.js'
import type { Assignment } from '../definition.js'
import type { ElementModel } from '../bpmn/model.js'
import { everyNode, type Known, type Rule } from './rule.js'

/** At publish a user task has somebody to do it, a service task something to do, and what they name exists. */
export const publishSettings: Rule = context => {
  const { known } = context
  return known ? everyNode(context).flatMap(({ node }) => judge(node, known)) : []
}

function judge(node: ElementModel, known: Known): Problem[] {
  const { settings } = node
  const who = settings.assignment ?? node.laneAssignment
  const found: Problem[] = []
  const missing = (code: string) => found.push(problem(code, node.id, { name: node.name }))
  const exists = (code: string, name: string, among: string[]) => {
    if (!among.includes(name)) found.push(problem(code, node.id, { name, didYouMean: nearest(name, among) }))
  }
  const assigned = (to: Assignment) => {
    if (to.type === 'role') exists('ROLE_UNKNOWN', to.role, known.roles)
    if (to.type === 'department' || to.type === 'department-head') exists('DEPARTMENT_UNKNOWN', to.department, known.departments)
    if (to.type === 'field' || to.type === 'department-field') field(to.field)
    if ((to.type === 'head' || to.type === 'heads') && to.of !== 'initiator') field(to.of.field)
  }
  const field = (name: string) => {
    if (known.fields) exists('FIELD_UNKNOWN', name, Object.keys(known.fields))
  }
  const { approval } = settings
  if (node.kind === 'user-task' && !who && !approval?.approvers.length) missing('ASSIGNMENT_MISSING')
  approval?.approvers.forEach(assigned)
  if (approval?.overdue?.then && 'to' in approval.overdue.then) assigned(approval.overdue.then.to)
  approval?.decisive?.forEach(field)
  if (node.kind === 'service-task' && !settings.action) missing('ACTION_MISSING')
  if (node.kind === 'script-task' && settings.script === undefined && settings.foreign === undefined) missing('SCRIPT_MISSING')
  if (node.kind === 'business-rule-task' && settings.ruleSet === undefined) missing('RULE_SET_MISSING')
  if (settings.ruleSet !== undefined) exists('RULE_SET_UNKNOWN', settings.ruleSet, known.ruleSets)
  if (settings.trigger) exists('FORM_UNKNOWN', settings.trigger.form, Object.keys(known.forms))
  if (who) assigned(who)
  Object.keys(settings.rights ?? {}).forEach(field)
  const { action } = settings
  if (action?.type === 'set-fields') Object.keys(action.values).forEach(field)
  if (action?.type === 'set-person') field(action.field)
  if (action?.type === 'notify' || action?.type === 'set-person') assigned(action.to)
  if (action?.type === 'create-record') {
    exists('FORM_UNKNOWN', action.form, Object.keys(known.forms))
    for (const key of Object.keys(action.values)) exists('FIELD_UNKNOWN', key, known.forms[action.form] ?? [key])
  }
  return found
}
