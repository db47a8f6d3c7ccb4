import {
  DEFAULTS,
  VERBS,
  type ApprovalSettings,
  type Approver,
  type Mode,
  type Overdue,
  type Threshold,
} from '../approval/settings.js'
import type { Assignment } from '../definition.js'
import { child, list, prop, text, type Moddle } from './moddle.js'

type Refuse = (setting: string, value?: unknown) => void
type ReadAssignment = (who: Moddle) => Assignment | undefined

const MODES = ['any', 'all', 'sequential', 'ratio', 'weighted'] as const

/** `formloom:approval` → settings. What cannot be read is refused by name and leaves its default. */
export function approvalOf(approval: Moddle, assignmentOf: ReadAssignment, refuse: Refuse): ApprovalSettings {
  const choice = <Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined => {
    const written = text(approval, name)
    const found = choices.find(each => each === written)
    if (written !== undefined && found === undefined) refuse(name, written)
    return found
  }
  const decisive = words(text(approval, 'decisive'))
  const overdue = child(approval, 'overdue')
  return {
    approvers: approversOf(approval, assignmentOf, refuse),
    mode: modeOf(approval, choice('mode', MODES) ?? DEFAULTS.mode.type, refuse),
    empty: emptyOf(approval, choice('empty', ['pass', 'refuse', 'person', 'administrator', 'repair']), refuse),
    self: choice('self', ['allow', 'skip', 'head']) ?? DEFAULTS.self,
    repeat: choice('repeat', ['never', 'consecutive', 'anywhere']) ?? DEFAULTS.repeat,
    verbs: verbsOf(approval, refuse),
    returnTo: returnToOf(text(approval, 'returnTo')),
    resubmit: choice('resubmit', ['run-on', 'straight-back', 'only-changed', 'ask']) ?? DEFAULTS.resubmit,
    ...(decisive.length > 0 ? { decisive } : {}),
    ...(overdue ? { overdue: overdueOf(overdue, assignmentOf, refuse) } : {}),
  }
}

const words = (written: string | undefined): string[] => written?.split(/[\s,]+/).filter(Boolean) ?? []

function approversOf(approval: Moddle, assignmentOf: ReadAssignment, refuse: Refuse): Approver[] {
  return list(approval, 'approver').flatMap(each => {
    const assignment = assignmentOf(each)
    if (!assignment) {
      refuse('approver', text(each, 'type'))
      return []
    }
    const weight = prop(each, 'weight')
    if (typeof weight !== 'number') return [assignment]
    if (!(weight > 0)) refuse('weight', weight)
    return [{ ...assignment, weight }]
  })
}

function modeOf(approval: Moddle, type: Mode['type'], refuse: Refuse): Mode {
  const threshold = (name: 'approve' | 'refuse') => {
    const written = text(approval, name)
    const read = written === undefined ? undefined : thresholdOf(written)
    if (written !== undefined && !read) refuse(name, written)
    return read ? { [name]: read } : {}
  }
  return { type, ...threshold('approve'), ...threshold('refuse') }
}

/** `60%` of all, or `2` votes (weighted: points). At most two decimals, more than nothing, at most all. */
function thresholdOf(written: string): Threshold | undefined {
  const found = /^(\d{1,6}(?:\.\d{1,2})?)\s*(%?)$/.exec(written.trim())
  const value = Number(found?.[1])
  if (!found || !(value > 0)) return undefined
  if (found[2] === '') return { count: value }
  return value <= 100 ? { percent: value } : undefined
}

function emptyOf(
  approval: Moddle,
  then: ApprovalSettings['empty']['then'] | undefined,
  refuse: Refuse,
): ApprovalSettings['empty'] {
  const users = words(text(approval, 'emptyUsers'))
  if (then === 'person') {
    if (users.length > 0) return { then, users }
    refuse('emptyUsers')
    return DEFAULTS.empty
  }
  return then ? { then } : DEFAULTS.empty
}

function verbsOf(approval: Moddle, refuse: Refuse): ApprovalSettings['verbs'] {
  const verbs: ApprovalSettings['verbs'] = {}
  for (const each of list(approval, 'verb')) {
    const name = VERBS.find(verb => verb === text(each, 'name'))
    if (!name) {
      refuse('verb', text(each, 'name'))
      continue
    }
    const label = text(each, 'label')
    const flag = (key: 'on' | 'opinion' | 'signature') => {
      const value = prop(each, key)
      return typeof value === 'boolean' ? { [key]: value } : {}
    }
    verbs[name] = { ...(label ? { label } : {}), ...flag('on'), ...flag('opinion'), ...flag('signature') }
  }
  return verbs
}

function returnToOf(written: string | undefined): ApprovalSettings['returnTo'] {
  if (written === undefined) return DEFAULTS.returnTo
  return (['initiator', 'previous', 'any'] as const).find(each => each === written) ?? words(written)
}

function overdueOf(overdue: Moddle, assignmentOf: ReadAssignment, refuse: Refuse): Overdue {
  const action = text(overdue, 'action')
  const recipient = child(overdue, 'to')
  const to = recipient && assignmentOf(recipient)
  const target = text(overdue, 'target')
  const after = text(overdue, 'after')
  const then = ((): Overdue['then'] => {
    if (action === 'approve' || action === 'refuse') return { action }
    if (action === 'return') return { action, ...(target ? { target } : {}) }
    if ((action === 'transfer' || action === 'escalate') && to) return { action, to }
    if (action !== undefined) refuse('overdue', action)
    return undefined
  })()
  return { remind: words(text(overdue, 'remind')), ...(then ? { then } : {}), ...(after ? { after } : {}) }
}
