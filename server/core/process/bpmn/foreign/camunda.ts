import { problem, type Problem } from '../../../problem.js'
import type { Assignment, NodeSettings } from '../../definition.js'
import { extension, foreign, text, type Moddle } from '../moddle.js'
import { translate } from './expression.js'

/** What other tools wrote about who and how, read into our settings where it is simple, and listed where it is not. */
export interface Hints {
  settings: Partial<NodeSettings>
  problems: Problem[]
}

/** Camunda 7 and its relatives write attributes under these prefixes. */
const SEVEN = ['camunda', 'activiti', 'flowable']
/** Attributes that say how a task is implemented: code of other platforms, never run here. */
const CODE = ['class', 'expression', 'delegateExpression', 'topic', 'type', 'decisionRef', 'formKey', 'formRef']

export function foreignHints(element: Moddle): Hints {
  const hints: Hints = { settings: {}, problems: [] }
  const id = element.id
  const attribute = (name: string) =>
    SEVEN.map(prefix => foreign(element, `${prefix}:${name}`)).find(found => found !== undefined)
  const eight = (type: string, name: string) => {
    const found = extension(element, `zeebe:${type}`)
    return found && (text(found, name) ?? foreign(found, name))
  }
  const untranslated = (written: string) => hints.problems.push(problem('FOREIGN_NOT_TRANSLATED', id, { text: written }))

  const who = assignment(
    attribute('assignee') ?? eight('assignmentDefinition', 'assignee'),
    attribute('candidateUsers') ?? eight('assignmentDefinition', 'candidateUsers'),
    attribute('candidateGroups') ?? eight('assignmentDefinition', 'candidateGroups'),
    untranslated,
  )
  if (who) hints.settings.assignment = who
  const due = attribute('dueDate') ?? eight('taskSchedule', 'dueDate')
  if (due !== undefined) {
    const translated = translate(due)
    if (translated && 'foreign' in translated) untranslated(due)
    else hints.settings.due = translated ? translated.jsonata : due
  }
  const result = attribute('resultVariable') ?? eight('script', 'resultVariable')
  if (result !== undefined) hints.settings.resultVariable = result
  const script = eight('script', 'expression')
  if (script !== undefined) {
    const translated = translate(script)
    if (translated && 'jsonata' in translated) hints.settings.script = translated.jsonata
    else {
      hints.settings.foreign = script
      untranslated(script)
    }
  }
  const key = eight('subscription', 'correlationKey')
  if (key !== undefined) {
    const translated = translate(key)
    if (translated && 'jsonata' in translated) hints.settings.correlationKey = translated.jsonata
    else untranslated(key)
  }
  for (const name of CODE) {
    const code = attribute(name)
    if (code !== undefined) untranslated(`${name}=${code}`)
  }
  for (const [type, name] of [
    ['taskDefinition', 'type'],
    ['calledDecision', 'decisionId'],
    ['formDefinition', 'formId'],
    ['formDefinition', 'formKey'],
  ] as const) {
    const code = eight(type, name)
    if (code !== undefined) untranslated(`${name}=${code}`)
  }
  return hints
}

function assignment(
  assignee: string | undefined,
  users: string | undefined,
  groups: string | undefined,
  untranslated: (text: string) => void,
): Assignment | undefined {
  if (assignee !== undefined) {
    const inner = /^(?:[$#]\{|=)\s*(initiator|starter|startUserId)\s*\}?$/.exec(assignee)
    if (inner) return { type: 'initiator' }
    const translated = translate(assignee)
    if (!translated) return { type: 'user', users: [assignee] }
    if ('jsonata' in translated) return { type: 'expression', expression: translated.jsonata }
    untranslated(assignee)
    return undefined
  }
  const chosen = users ?? groups
  if (chosen === undefined) return undefined
  if (translate(chosen)) {
    untranslated(chosen)
    return undefined
  }
  const names = chosen
    .split(',')
    .map(name => name.trim())
    .filter(Boolean)
  if (users !== undefined) return { type: 'user', users: names }
  if (names.length > 1) untranslated(chosen)
  return names[0] === undefined ? undefined : { type: 'role', role: names[0] }
}
