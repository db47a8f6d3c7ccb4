import { draftName, dropDraft, newKey, readDraft, writeDraft, type Draft } from '@/form/draft'
import type { Typed } from '@/form/typed-values'

/** What somebody typed into a task and has not sent: values of the form, and the opinion. Kept in this browser, over reloads. */
export interface TaskDraft extends Draft {
  opinion: string
}

const nameOf = (who: string, task: string): string => draftName(who, `task:${task}`)

export function readTaskDraft(who: string, task: string, now?: number): TaskDraft | undefined {
  const draft = readDraft(nameOf(who, task), now) as TaskDraft | undefined
  return draft && { ...draft, opinion: typeof draft.opinion === 'string' ? draft.opinion : '' }
}

export interface Kept {
  values: Typed
  opinion: string
  /** Idempotency key of the completion; a try whose answer got lost is tried again under the same. */
  key: string
  version: number
  rev?: number
  base?: Typed
}

/** Writes it; nothing typed and nothing on its way leaves nothing behind. False when the browser keeps nothing. */
export function keepTaskDraft(who: string, task: string, kept: Kept, now: number = Date.now()): boolean {
  const name = nameOf(who, task)
  if (Object.keys(kept.values).length === 0 && !kept.opinion.trim()) {
    dropDraft(name)
    return true
  }
  const at = new Date(now).toISOString()
  const draft: TaskDraft = { ...kept, startedAt: at, savedAt: at }
  return writeDraft(name, draft)
}

export const dropTaskDraft = (who: string, task: string): void => dropDraft(nameOf(who, task))
export { newKey }
