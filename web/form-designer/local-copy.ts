import type { Form } from '#core/form/form'

/** What was designed and has not reached the server, kept in this browser until it has. */
export interface LocalCopy {
  form: Form
  /** Revision that it was designed on. */
  revision: number
  /** UTC ISO. */
  at: string
}

const root = 'formloom.form-design:'

export function readCopy(id: string): LocalCopy | undefined {
  try {
    const copy = JSON.parse(localStorage.getItem(root + id) ?? 'null') as LocalCopy | null
    return copy && Array.isArray(copy.form?.fields) && Array.isArray(copy.form.layout) && typeof copy.revision === 'number'
      ? copy
      : undefined
  } catch {
    return undefined
  }
}

/** A full or closed storage keeps nothing; the draft still goes to the server. */
export function writeCopy(id: string, copy: LocalCopy): void {
  try {
    localStorage.setItem(root + id, JSON.stringify(copy))
  } catch {
    // nothing to be done: the pill says how far the server is
  }
}

export function dropCopy(id: string): void {
  try {
    localStorage.removeItem(root + id)
  } catch {
    // a storage that cannot be written holds no copy either
  }
}
