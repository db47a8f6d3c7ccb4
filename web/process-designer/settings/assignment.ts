import type { Moddle } from '#core/process/bpmn/moddle'
import { prop } from '#core/process/bpmn/moddle'
import { word } from './edit'

/** An assignment while it is being made: what is chosen so far. Complete ones are core's Assignment. */
export interface AssignmentDraft {
  type: '' | 'user' | 'role' | 'department' | 'head' | 'field' | 'initiator' | 'expression'
  users: string[]
  role: string
  department: string
  fewest: boolean
  of: 'initiator' | 'field'
  level: number
  field: string
  expression: string
}

export const WHO = ['user', 'role', 'department', 'head', 'field', 'initiator', 'expression'] as const

export function readAssignment(who: Moddle | undefined): AssignmentDraft {
  const type = word(who, 'type') as AssignmentDraft['type']
  const level = who && prop(who, 'level')
  return {
    type,
    users: word(who, 'users')
      .split(',')
      .map(each => each.trim())
      .filter(Boolean),
    role: word(who, 'role'),
    department: word(who, 'department'),
    fewest: word(who, 'pick') === 'fewest',
    of: word(who, 'of') === 'field' ? 'field' : 'initiator',
    level: typeof level === 'number' ? level : 1,
    field: word(who, 'field'),
    expression: word(who, 'expression'),
  }
}

/** What is written: only what the kind of assignment uses; all other attributes of ours are taken away. */
export function assignmentAttributes(draft: AssignmentDraft): Record<string, unknown> {
  const { type } = draft
  const ofField = type === 'head' && draft.of === 'field'
  const some = (value: string) => (value === '' ? undefined : value)
  return {
    type: some(type),
    users: type === 'user' ? some(draft.users.join(',')) : undefined,
    role: type === 'role' ? some(draft.role) : undefined,
    department: type === 'department' ? some(draft.department) : undefined,
    pick: (type === 'role' || type === 'department') && draft.fewest ? 'fewest' : undefined,
    of: type === 'head' ? draft.of : undefined,
    level: type === 'head' && draft.level > 1 ? draft.level : undefined,
    field: type === 'field' || ofField ? some(draft.field) : undefined,
    expression: type === 'expression' ? some(draft.expression) : undefined,
  }
}

/** Is everything said that this kind of assignment needs? */
export function isComplete(draft: AssignmentDraft): boolean {
  if (draft.type === 'user') return draft.users.length > 0
  if (draft.type === 'head') return draft.of === 'initiator' || draft.field !== ''
  if (draft.type === 'initiator') return true
  return draft.type !== '' && draft[draft.type] !== ''
}
