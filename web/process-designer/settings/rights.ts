import type { Access } from '#core/form/form'
import { extension, list, type Moddle } from '#core/process/bpmn/moddle'
import { below, entries, putExtension, word, type Change, type Create } from './edit'

export const ACCESS: Access[] = ['hidden', 'read', 'write', 'required']

export function readRights(task: Moddle): Record<string, Access> {
  const rights = extension(task, 'formloom:Rights')
  const read = list(rights ?? { $type: '' }, 'right').map(
    right => [word(right, 'field'), word(right, 'access') as Access] as const,
  )
  return Object.fromEntries(read.filter(([field, access]) => field !== '' && ACCESS.includes(access)))
}

/** `read` is what a field without an entry has, so it is not written. No entries: the element goes. */
export function putRights(create: Create, task: Moddle, rights: Record<string, Access>): Change[] {
  const wanted = Object.entries(rights).map(([field, access]) => ({ field, access }))
  const now = extension(task, 'formloom:Rights')
  if (wanted.length === 0) return putExtension(create, task, 'formloom:Rights', undefined)
  const present = list(now ?? { $type: '' }, 'right')
  const parent = now ?? task
  const made = entries(create, parent, 'formloom:Right', wanted, (each, right) => word(each, 'field') === right.field, present)
  return putExtension(create, task, 'formloom:Rights', { right: made })
}

/** Sets these fields; `read` takes an entry away, since it is the rule without one. */
export function withRights(rights: Record<string, Access>, fields: string[], access: Access): Record<string, Access> {
  const rest = Object.entries(rights).filter(([field]) => !fields.includes(field))
  return Object.fromEntries([...rest, ...(access === 'read' ? [] : fields.map(field => [field, access] as const))])
}

export interface OutcomeDraft {
  name: string
  label: string
  opinion: boolean
}

export function readOutcomes(task: Moddle): OutcomeDraft[] {
  const outcomes = extension(task, 'formloom:Outcomes')
  return list(outcomes ?? { $type: '' }, 'outcome').map(each => ({
    name: word(each, 'name'),
    label: word(each, 'label'),
    opinion: each.get ? each.get('opinion') === true : each.opinion === true,
  }))
}

export function putOutcomes(create: Create, task: Moddle, outcomes: OutcomeDraft[]): Change[] {
  if (outcomes.length === 0) return putExtension(create, task, 'formloom:Outcomes', undefined)
  const now = extension(task, 'formloom:Outcomes')
  const present = list(now ?? { $type: '' }, 'outcome')
  const parent = now ?? task
  const made = outcomes.map(({ name, label, opinion }) => {
    const attributes = { name, label: label || undefined, opinion: opinion || undefined }
    const before = present.find(each => word(each, 'name') === name)
    const one = below(create, parent, 'formloom:Outcome', attributes)
    if (before?.$attrs) Object.assign((one.$attrs ??= {}), before.$attrs)
    return one
  })
  return putExtension(create, task, 'formloom:Outcomes', { outcome: made })
}

/** A name that no other outcome has: `approve`, `refuse`, then `outcome3` … */
export function freeName(outcomes: OutcomeDraft[]): string {
  const taken = new Set(outcomes.map(each => each.name))
  for (let n = outcomes.length + 1; ; n++) if (!taken.has(`outcome${n}`)) return `outcome${n}`
}
