import { onScopeDispose, ref, toRaw, watch, type Ref } from 'vue'
import { dropDraft, readDraft, sweepDrafts, writeDraft, type Draft } from './draft'
import type { Typed } from './typed-values'

export type DraftState = 'empty' | 'typing' | 'saved' | 'unsaved'

/** Milliseconds between the first key and the write. */
const pause = 2000

/**
 * Keeps what is typed. `start` looks for what was left behind; from then on changes are written two seconds after they happen and when the
 * page goes away. `key` belongs to one submission for ever; `done` forgets draft and key once the server has acknowledged it.
 */
export function useDraft(name: () => string, values: Ref<Typed>) {
  const state = ref<DraftState>('empty')
  const restored = ref<Draft>()
  const savedAt = ref<string>()
  let draft: Draft | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const fresh = (version: number, rev?: number): Draft => {
    const at = new Date().toISOString()
    return { values: {}, version, rev, key: crypto.randomUUID(), startedAt: at, savedAt: at }
  }

  function start(version: number, rev?: number): Draft | undefined {
    sweepDrafts()
    const found = readDraft(name())
    draft = found ?? fresh(version, rev)
    restored.value = found
    state.value = found ? 'saved' : 'empty'
    savedAt.value = found?.savedAt
    return found
  }

  function save(): void {
    clearTimeout(timer)
    timer = undefined
    if (!draft) return
    draft.savedAt = new Date().toISOString()
    draft.values = toRaw(values.value)
    state.value = writeDraft(name(), draft) ? 'saved' : 'unsaved'
    savedAt.value = draft.savedAt
  }

  watch(
    values,
    () => {
      if (!draft || state.value === 'empty') {
        // Defaults filled in by the page are nothing that somebody typed.
        if (!draft) return
      }
      state.value = 'typing'
      timer ??= setTimeout(save, pause)
    },
    { deep: true, flush: 'sync' },
  )

  const leave = () => timer && save()
  addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', leave)
  onScopeDispose(() => {
    leave()
    removeEventListener('pagehide', leave)
    document.removeEventListener('visibilitychange', leave)
  })

  /** The key is on disk before anything is sent: a reload in the middle repeats this submission and makes no second one. */
  function sending(): string {
    if (!draft) throw new Error('The draft was not started')
    draft.sent = true
    save()
    return draft.key
  }

  /** The server said no and stored nothing: the next try is another submission. */
  function refused(): void {
    if (!draft) return
    draft.key = crypto.randomUUID()
    draft.sent = false
    save()
  }

  function done(): void {
    clearTimeout(timer)
    timer = undefined
    dropDraft(name())
    draft = undefined
    restored.value = undefined
    state.value = 'empty'
  }

  return {
    state,
    restored,
    savedAt,
    start,
    save,
    sending,
    refused,
    done,
    startedAt: () => draft?.startedAt,
    rev: () => draft?.rev,
  }
}
