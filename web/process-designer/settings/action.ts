import { child, extension, list, type Moddle } from '#core/process/bpmn/moddle'
import { assignmentAttributes, readAssignment, type AssignmentDraft } from './assignment'
import { below, entries, flag, putExtension, word, type Change, type Create } from './edit'

export const ACTIONS = ['set-fields', 'set-person', 'create-record', 'notify', 'webhook'] as const
export type ActionKind = (typeof ACTIONS)[number]

export interface ActionDraft {
  type: '' | ActionKind
  form: string
  into: string
  field: string
  ifEmpty: boolean
  title: string
  body: string
  url: string
  method: string
  result: string
  to: AssignmentDraft
  params: { name: string; value: string }[]
}

export function readAction(task: Moddle): ActionDraft {
  const action = extension(task, 'formloom:Action')
  return {
    type: word(action, 'type') as ActionDraft['type'],
    form: word(action, 'form'),
    into: word(action, 'into'),
    field: word(action, 'field'),
    ifEmpty: flag(action, 'ifEmpty'),
    title: word(action, 'title'),
    body: word(action && child(action, 'body'), 'text'),
    url: word(action, 'url'),
    method: word(action, 'method') || 'POST',
    result: word(action, 'result'),
    to: readAssignment(action && child(action, 'to')),
    params: list(action ?? { $type: '' }, 'param').map(each => ({ name: word(each, 'name'), value: word(each, 'value') })),
  }
}

const USES: Record<ActionKind, (keyof ActionDraft)[]> = {
  'set-fields': ['params'],
  'set-person': ['field', 'ifEmpty', 'to'],
  'create-record': ['form', 'into', 'params'],
  notify: ['title', 'body', 'to'],
  webhook: ['url', 'method', 'body', 'result'],
}

/** Writes the action; what its kind does not use is taken away. */
export function putAction(create: Create, task: Moddle, draft: ActionDraft): Change[] {
  if (draft.type === '') return putExtension(create, task, 'formloom:Action', undefined)
  const uses = (name: keyof ActionDraft) => USES[draft.type as ActionKind].includes(name)
  const now = extension(task, 'formloom:Action')
  const parent = now ?? task
  const some = (name: 'form' | 'into' | 'field' | 'title' | 'url' | 'method' | 'result') =>
    uses(name) && draft[name] !== '' ? draft[name] : undefined
  const present = list(now ?? { $type: '' }, 'param')
  const same = (each: Moddle, wanted: { name: string }) => word(each, 'name') === wanted.name
  const params = uses('params') ? entries(create, parent, 'formloom:Param', draft.params, same, present) : []
  return putExtension(create, task, 'formloom:Action', {
    type: draft.type,
    form: some('form'),
    into: some('into'),
    field: some('field'),
    title: some('title'),
    url: some('url'),
    method: some('method'),
    result: some('result'),
    ifEmpty: uses('ifEmpty') && draft.ifEmpty ? true : undefined,
    body: uses('body') && draft.body !== '' ? below(create, parent, 'formloom:Body', { text: draft.body }) : undefined,
    to: uses('to') && draft.to.type !== '' ? recipient(create, parent, now, draft.to) : undefined,
    param: params.length > 0 ? params : undefined,
  })
}

function recipient(create: Create, parent: Moddle, now: Moddle | undefined, to: AssignmentDraft): Moddle {
  const made = below(create, parent, 'formloom:Assignment', assignmentAttributes(to))
  const before = now && child(now, 'to')
  if (before?.$attrs) Object.assign((made.$attrs ??= {}), before.$attrs)
  return made
}
