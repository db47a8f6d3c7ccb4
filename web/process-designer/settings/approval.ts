import { extension, type Moddle } from '#core/process/bpmn/moddle'
import { putExtension, word, type Change, type Create } from './edit'

export const MODES = ['any', 'all', 'sequential', 'ratio'] as const
export const EMPTY = ['repair', 'administrator', 'pass', 'refuse'] as const
export const SELF = ['allow', 'skip', 'head'] as const
export const REPEAT = ['never', 'consecutive', 'anywhere'] as const
export const RETURNS = ['initiator', 'previous', 'any'] as const

/** What the panel sets of an approval; '' is the default of the core. Verbs, reminders and weights are kept as they are written. */
export interface ApprovalDraft {
  mode: string
  approve: string
  empty: string
  self: string
  repeat: string
  returnTo: string
}

export function readApproval(task: Moddle): ApprovalDraft | undefined {
  const now = extension(task, 'formloom:Approval')
  if (!now) return undefined
  const [mode, approve, empty, self, repeat, returnTo] = ['mode', 'approve', 'empty', 'self', 'repeat', 'returnTo'].map(name =>
    word(now, name),
  ) as [string, string, string, string, string, string]
  return { mode, approve, empty, self, repeat, returnTo }
}

/** A threshold goes with the mode that counts. */
export function putApproval(create: Create, task: Moddle, part: Partial<ApprovalDraft>): Change[] {
  const uncounted = part.mode !== undefined && part.mode !== 'ratio' && part.mode !== 'weighted'
  const written: Partial<ApprovalDraft> = { ...part, ...(uncounted ? { approve: '' } : {}) }
  const attributes = Object.fromEntries(Object.entries(written).map(([name, value]) => [name, value || undefined]))
  return putExtension(create, task, 'formloom:Approval', attributes)
}

export const dropApproval = (create: Create, task: Moddle): Change[] => putExtension(create, task, 'formloom:Approval', undefined)
