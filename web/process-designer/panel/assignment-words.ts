import { t } from '@/text'
import type { House } from '../house'
import { isComplete, type AssignmentDraft } from '../settings/assignment'
import type { Choosable } from './use-fields'

/** What an assignment means, in one sentence; while something is missing, what. */
export function assignmentWords(
  draft: AssignmentDraft,
  says: 'task' | 'told' | 'written',
  house: House,
  members: Choosable[],
): string {
  if (draft.type === '') return ''
  if (!isComplete(draft)) return t('flow.who.incomplete')
  return t(`flow.who.says.${says}`, { who: peopleWords(draft, house, members) }) + afterwards(draft, says, house)
}

/** "销售主管（3 人）": who it is, as part of a sentence. */
export function peopleWords(draft: AssignmentDraft, house: House, members: Choosable[]): string {
  const field = members.find(each => each.key === draft.field)?.label ?? draft.field
  switch (draft.type) {
    case 'user':
      return draft.users.map(id => house.people[id] ?? id).join(t('flow.who.and'))
    case 'role': {
      const role = house.roles.find(each => each.key === draft.role || each.id === draft.role)
      return t('flow.who.role', { name: role?.name ?? draft.role, n: role?.members.length ?? '?' })
    }
    case 'department': {
      const found = house.departments.find(each => each.id === draft.department || each.name === draft.department)
      return t('flow.who.department', { name: found?.name ?? draft.department, n: found?.members ?? '?' })
    }
    case 'head': {
      const of = draft.of === 'initiator' ? t('flow.who.initiator') : t('flow.who.field', { name: field })
      return draft.level > 1 ? t('flow.who.headAbove', { of, level: draft.level }) : t('flow.who.head', { of })
    }
    case 'field':
      return t('flow.who.field', { name: field })
    case 'initiator':
      return t('flow.who.initiator')
    default:
      return t('flow.who.computed')
  }
}

/** Several people: does one do it, or does everybody get it? */
function afterwards(draft: AssignmentDraft, says: string, house: House): string {
  if (draft.fewest) return t(`flow.who.then.fewest`)
  if (says !== 'task') return ''
  const count =
    draft.type === 'user'
      ? draft.users.length
      : draft.type === 'role'
        ? (house.roles.find(each => each.key === draft.role)?.members.length ?? 0)
        : draft.type === 'department'
          ? (house.departments.find(each => each.id === draft.department)?.members ?? 0)
          : 1
  if (count === 0) return t('flow.who.then.nobody')
  return count > 1 ? t('flow.who.then.firstDoesIt') : ''
}
