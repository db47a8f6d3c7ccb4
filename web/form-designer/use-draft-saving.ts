import type { DraftInfo } from '../../server/forms/forms.api'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { ApiError } from '@/api/client'
import type { SaveState } from '@/ui/designer/save-state'
import type { Design } from './design'
import { readDraft, saveDraft } from './forms-api'
import { dropCopy, writeCopy } from './local-copy'

/** Milliseconds of rest before the draft is saved, and between tries while the server cannot be reached. */
const IDLE = 800
const RETRY = 5000

/**
 * The draft on the server follows the design: saved after a rest, on the revision that it was designed on. Until then a copy lies in
 * this browser. Somebody was faster: `conflict`, and nothing more is sent until a person has chosen.
 */
export function useDraftSaving(design: Design, start: DraftInfo) {
  const draft = shallowRef(start)
  const state = ref<SaveState>('saved')
  const trouble = shallowRef<unknown>()
  let stored = design.form.value
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined

  const plan = (wait: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), wait)
  }
  const keep = () =>
    writeCopy(design.id, { form: design.form.value, revision: draft.value.revision, at: new Date().toISOString() })

  watch(design.form, form => {
    if (form === stored) return
    keep()
    if (state.value === 'conflict') return
    if (state.value !== 'offline') state.value = 'dirty'
    plan(IDLE)
  })

  /** Saves now; resolves when the server has everything or said no. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    while (running) await running
    if (design.form.value === stored || state.value === 'conflict') return
    running = send().finally(() => (running = undefined))
    await running
    if (state.value === 'dirty') await save()
  }
  async function send(): Promise<void> {
    const form = design.form.value
    if (state.value !== 'offline') state.value = 'saving'
    try {
      draft.value = await saveDraft(design.id, { revision: draft.value.revision, form })
      trouble.value = undefined
      stored = form
      if (design.form.value === form) {
        dropCopy(design.id)
        state.value = 'saved'
      } else state.value = 'dirty'
    } catch (error) {
      trouble.value = error
      const said = error instanceof ApiError ? error : undefined
      state.value =
        said?.code === 'DRAFT_CHANGED' ? 'conflict' : said?.status === 0 || said?.status === 401 ? 'offline' : 'failed'
      if (state.value === 'offline') plan(RETRY)
    }
  }

  /** The server's draft is what is designed from now on. */
  function take(next: DraftInfo): void {
    clearTimeout(timer)
    draft.value = next
    design.take(next.form)
    stored = design.form.value
    trouble.value = undefined
    state.value = 'saved'
    dropCopy(design.id)
  }
  /** After a conflict: theirs. Mine is gone from the sheet. */
  const takeTheirs = async () => take(await readDraft(design.id))
  /** After a conflict: mine goes over theirs, on top of their revision. */
  async function overwrite(): Promise<void> {
    draft.value = await readDraft(design.id)
    state.value = 'dirty'
    await save()
  }

  const onUnload = (event: BeforeUnloadEvent) => {
    if (state.value !== 'saved') event.preventDefault()
  }
  const onOnline = () => state.value === 'offline' && plan(0)
  window.addEventListener('beforeunload', onUnload)
  window.addEventListener('online', onOnline)
  onScopeDispose(() => {
    clearTimeout(timer)
    if (state.value === 'dirty') void save()
    window.removeEventListener('beforeunload', onUnload)
    window.removeEventListener('online', onOnline)
  })
  return { draft, state, trouble, save, take, takeTheirs, overwrite }
}

export type DraftSaving = ReturnType<typeof useDraftSaving>
