import type { Typed } from './typed-values'

/**
 * What somebody typed and has not submitted, kept in this browser. localStorage rather than IndexedDB: it is written before the
 * page is gone (pagehide waits for nothing), and values are small, because files are uploaded when they are chosen.
 */
export interface Draft {
  values: Typed
  /** Version of the form that it was typed into. */
  version: number
  /** Revision of the record that is being edited. */
  rev?: number
  /** Values of that revision: tells what was typed here from what was there. */
  base?: Typed
  /** Idempotency key of this draft's submission: a second try is the same submission. */
  key: string
  /** Body of a submission whose answer never came: it may have arrived. */
  sent?: Typed
  /** UTC ISO. */
  startedAt: string
  savedAt: string
}

/** 128 random bits. Not randomUUID: a phone that opens the page over plain http in the office has none. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')

const root = 'formloom.draft:'
/** A draft holds personal data: it does not stay on a device for ever. */
const days = 30

/** `who` is a user's id or 'public', `what` a form's id or a link's token. */
export const draftName = (who: string, what: string, record = 'new'): string =>
  [who, what, record].map(encodeURIComponent).join(':')

export function readDraft(name: string, now: number = Date.now()): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(root + name) ?? 'null') as Draft | null
    if (!draft?.key || typeof draft.values !== 'object') return undefined
    return Date.parse(draft.savedAt) > now - days * 86_400_000 ? draft : undefined
  } catch {
    return undefined
  }
}

/** False when the browser refuses (storage full, private mode): the page then must not say "saved". */
export function writeDraft(name: string, draft: Draft): boolean {
  try {
    localStorage.setItem(root + name, JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(root + name)
  } catch {
    // No storage, nothing kept.
  }
}

/** Forgets drafts that are too old, whoever wrote them. */
export function sweepDrafts(now: number = Date.now()): void {
  try {
    for (const key of Object.keys(localStorage).filter(each => each.startsWith(root)))
      if (!readDraft(key.slice(root.length), now)) localStorage.removeItem(key)
  } catch {
    // No storage, nothing kept.
  }
}
