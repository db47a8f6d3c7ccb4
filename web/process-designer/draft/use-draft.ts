import type { ProcessDraft } from '../../../server/processes/processes.api'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import { readProcess, saveProcess } from '../processes-api'
import { dropCopy, writeCopy } from './local-copy'

export type SaveState = 'saved' | 'dirty' | 'saving' | 'offline' | 'conflict' | 'failed'

/** Milliseconds of rest before the draft is saved, and between tries while the server cannot be reached. */
const IDLE = 800
const RETRY = 5000

/**
 * The draft on the server follows the drawing: saved after a rest, with the revision that it was drawn on. What is not saved yet lies in
 * this browser. `drawn` gives the XML of now.
 */
export function useDraft(process: string, drawn: () => Promise<string>) {
  const draft = shallowRef<ProcessDraft>()
  const name = ref('')
  const state = ref<SaveState>('saved')
  const trouble = shallowRef<unknown>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let changes = 0

  const plan = (wait: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void save(), wait)
  }

  /** Something was drawn (or the name changed). */
  function touch(): void {
    changes += 1
    if (state.value === 'conflict') return
    if (state.value !== 'offline') state.value = 'dirty'
    plan(IDLE)
  }

  /** Saves now; resolves when the server has it or said no. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    if (running) {
      await running
      if (state.value === 'dirty') await save()
      return
    }
    if (!draft.value || state.value === 'conflict' || state.value === 'saved') return
    running = send(draft.value.revision).finally(() => (running = undefined))
    await running
  }

  async function send(revision: number): Promise<void> {
    const before = changes
    const xml = await drawn()
    writeCopy(process, { xml, name: name.value, revision, at: new Date().toISOString() })
    if (state.value !== 'offline') state.value = 'saving'
    try {
      draft.value = await saveProcess(process, { revision, xml, name: name.value })
      trouble.value = undefined
      if (changes === before) {
        dropCopy(process)
        state.value = 'saved'
      } else {
        state.value = 'dirty'
        plan(IDLE)
      }
    } catch (error) {
      trouble.value = error
      const said = error instanceof ApiError ? error : undefined
      state.value =
        said?.code === 'DRAFT_CHANGED' ? 'conflict' : said?.status === 0 || said?.status === 401 ? 'offline' : 'failed'
      if (state.value === 'offline') plan(RETRY)
    }
  }

  async function load(): Promise<ProcessDraft> {
    const read = await readProcess(process)
    take(read)
    return read
  }

  /** The server's draft is what is drawn now. */
  function take(next: ProcessDraft): void {
    clearTimeout(timer)
    draft.value = next
    name.value = next.name
    state.value = 'saved'
    trouble.value = undefined
  }

  /** After a conflict: mine goes over theirs, on top of their revision. */
  async function overwrite(): Promise<void> {
    draft.value = await readProcess(process)
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
    window.removeEventListener('beforeunload', onUnload)
    window.removeEventListener('online', onOnline)
  })
  return { draft, name, state, trouble, touch, save, load, take, overwrite }
}

export type Draft = ReturnType<typeof useDraft>
