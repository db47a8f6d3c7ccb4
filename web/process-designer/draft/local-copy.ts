/** What was drawn and has not reached the server, kept in this browser until it has. */
export interface LocalCopy {
  xml: string
  name: string
  /** Revision that it was drawn on. */
  revision: number
  /** UTC ISO. */
  at: string
}

const root = 'formloom.process:'

export function readCopy(process: string): LocalCopy | undefined {
  try {
    const copy = JSON.parse(localStorage.getItem(root + process) ?? 'null') as LocalCopy | null
    return copy && typeof copy.xml === 'string' && typeof copy.revision === 'number' ? copy : undefined
  } catch {
    return undefined
  }
}

/** False when the browser keeps nothing (full, private mode). */
export function writeCopy(process: string, copy: LocalCopy): boolean {
  try {
    localStorage.setItem(root + process, JSON.stringify(copy))
    return true
  } catch {
    return false
  }
}

export const dropCopy = (process: string): void => localStorage.removeItem(root + process)
