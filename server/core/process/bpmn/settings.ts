import { problem, type Problem } from '../../problem.js'
import { approvalOf } from './approval-settings.js'
import type { Action, Assignment, FormTrigger, NodeSettings } from '../definition.js'
import { foreignHints } from './foreign/camunda.js'
import { translate } from './foreign/expression.js'
import { child, extension, list, prop, text, type Moddle } from './moddle.js'

const ACCESS = ['hidden', 'read', 'write', 'required'] as const

/** Our settings of an element, with what other tools' extensions hint at where ours are silent. */
export function settingsOf(element: Moddle): { settings: NodeSettings; problems: Problem[] } {
  const id = element.id ?? ''
  const hints = foreignHints(element)
  const problems: Problem[] = [...hints.problems]
  const settings: NodeSettings = { name: text(element, 'name') ?? '', ...hints.settings }
  const refuse = (setting: string, value?: unknown) => problems.push(problem('SETTING_NOT_UNDERSTOOD', id, { setting, value }))

  const who = extension(element, 'formloom:Assignment')
  if (who) {
    const assignment = assignmentOf(who)
    if (assignment) settings.assignment = assignment
    else refuse('assignment', text(who, 'type'))
  }
  const rights = extension(element, 'formloom:Rights')
  if (rights) settings.rights = rightsOf(rights, refuse)
  const outcomes = extension(element, 'formloom:Outcomes')
  if (outcomes) settings.outcomes = outcomesOf(outcomes, refuse)
  const approval = extension(element, 'formloom:Approval')
  if (approval) settings.approval = approvalOf(approval, assignmentOf, refuse)
  const action = extension(element, 'formloom:Action')
  if (action) {
    const read = actionOf(action)
    if (read) settings.action = read
    else refuse('action', text(action, 'type'))
  }
  const trigger = extension(element, 'formloom:FormTrigger')
  if (trigger) {
    const read = triggerOf(trigger)
    if (read) settings.trigger = read
    else refuse('formTrigger')
  }
  for (const name of ['due', 'calendar', 'resultVariable', 'ruleSet', 'correlationKey'] as const) {
    const value = text(element, `formloom:${name}`)
    if (value !== undefined) settings[name] = value
  }
  const documentation = list(element, 'documentation')[0]
  const words = documentation && text(documentation, 'text')
  if (words) settings.documentation = words
  const returns = text(element, 'formloom:returns')
  const allowed = (['none', 'previous', 'any'] as const).find(each => each === returns)
  if (allowed) settings.returns = allowed
  else if (returns !== undefined) refuse('returns', returns)
  if (/^bpmn:(Global)?ScriptTask$/.test(element.$type)) readScript(element, settings, problems)
  return { settings, problems }
}

export function assignmentOf(who: Moddle): Assignment | undefined {
  const type = text(who, 'type')
  const [users, role, department, field, expression] = ['users', 'role', 'department', 'field', 'expression'].map(name =>
    text(who, name),
  )
  const pick = text(who, 'pick') === 'fewest' ? { pick: 'fewest' as const } : {}
  if (type === 'user' && users)
    return {
      type,
      users: users
        .split(',')
        .map(user => user.trim())
        .filter(Boolean),
    }
  if (type === 'role' && role) return { type, role, ...pick }
  if (type === 'department' && department) return { type, department, ...pick }
  if (type === 'department-head' && department) return { type, department }
  if (type === 'department-field' && field) return { type, field, who: text(who, 'who') === 'members' ? 'members' : 'head' }
  if (type === 'pick') return { type }
  if (type === 'field' && field) return { type, field }
  if (type === 'initiator') return { type }
  if (type === 'expression' && expression) return { type, expression }
  if (type !== 'head' && type !== 'heads') return undefined
  const level = prop(who, 'level')
  const of = text(who, 'of') === 'field' && field ? { field } : ('initiator' as const)
  return { type, of, ...(typeof level === 'number' ? { level } : {}) }
}

type Refuse = (setting: string, value?: unknown) => void

function rightsOf(rights: Moddle, refuse: Refuse): NonNullable<NodeSettings['rights']> {
  const read: NonNullable<NodeSettings['rights']> = {}
  for (const right of list(rights, 'right')) {
    const field = text(right, 'field')
    const access = ACCESS.find(each => each === text(right, 'access'))
    if (field && access && field !== '__proto__') read[field] = access
    else refuse('rights', field)
  }
  return read
}

function outcomesOf(outcomes: Moddle, refuse: Refuse): NonNullable<NodeSettings['outcomes']> {
  return list(outcomes, 'outcome').flatMap(outcome => {
    const name = text(outcome, 'name')
    if (!name) {
      refuse('outcomes')
      return []
    }
    const label = text(outcome, 'label')
    return [{ name, ...(label ? { label } : {}), ...(prop(outcome, 'opinion') === true ? { opinion: true } : {}) }]
  })
}

function actionOf(action: Moddle): Action | undefined {
  const type = text(action, 'type')
  const [form, into, field, title, url, result] = ['form', 'into', 'field', 'title', 'url', 'result'].map(name =>
    text(action, name),
  )
  const holder = child(action, 'body')
  const body = holder && text(holder, 'text')
  const recipient = child(action, 'to')
  const to = recipient && assignmentOf(recipient)
  const values: Record<string, string> = {}
  for (const param of list(action, 'param')) {
    const name = text(param, 'name')
    if (name && name !== '__proto__') values[name] = text(param, 'value') ?? ''
  }
  if (type === 'set-fields') return { type, values }
  if (type === 'set-person' && field && to)
    return { type, field, to, ...(prop(action, 'ifEmpty') === true ? { ifEmpty: true } : {}) }
  if (type === 'create-record' && form) return { type, form, values, ...(into ? { into } : {}) }
  if (type === 'notify' && to && title) return { type, to, title, body: body ?? '' }
  if (type !== 'webhook' || !url) return undefined
  const written = text(action, 'method') ?? 'POST'
  const method = (['POST', 'PUT', 'GET'] as const).find(each => each === written)
  return method && { type, url, method, ...(body ? { body } : {}), ...(result ? { result } : {}) }
}

function triggerOf(trigger: Moddle): FormTrigger | undefined {
  const form = text(trigger, 'form')
  const on = (['created', 'updated', 'saved'] as const).find(each => each === (text(trigger, 'on') ?? 'created'))
  const when = text(trigger, 'when')
  return form && on ? { form, on, ...(when ? { when } : {}) } : undefined
}

/** JSONata unless the script says another language; a script of Camunda's form that is simple enough is translated. */
function readScript(element: Moddle, settings: NodeSettings, problems: Problem[]): void {
  const script = text(element, 'script')
  if (script === undefined) return
  const read = readExpression(script, text(element, 'scriptFormat') ?? text(element, 'scriptLanguage'))
  if ('expression' in read) settings.script = read.expression
  else {
    settings.foreign = read.foreign
    problems.push(problem('FOREIGN_NOT_TRANSLATED', element.id, { text: read.foreign }))
  }
}

/** The text of an expression with its declared language → JSONata, or what stays untranslated. */
export function readExpression(source: string, language: string | undefined): { expression: string } | { foreign: string } {
  const written = source.trim()
  const translated = translate(written)
  if (translated) return 'jsonata' in translated ? { expression: translated.jsonata } : translated
  const other = language !== undefined && !/jsonata|XPath|^$/i.test(language) && !/schema|w3\.org/i.test(language)
  return other ? { foreign: written } : { expression: written }
}
