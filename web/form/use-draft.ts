import { onScopeDispose, ref, toRaw, watch, type Ref } from 'vue'
import { dropDraft, newKey, readDraft, sweepDrafts, writeDraft, type Draft } from './draft'
import type { Typed } from './typed-values'

export type DraftState = 'empty' | 'typing' | 'saved' | 'unsaved'

/** Milliseconds between the first key and the write. */
const pause = 2000

/**
 * Keeps what is typed. `find` tells what was left behind, `begin` starts keeping: two seconds after a change, and when the page goes
 * away. The draft's key belongs to one submission for ever; `done` forgets both once the server has acknowledged it.
 */
export function useDraft(name: () => string, values: Ref<Typed>) {
  const state = ref<DraftState>('empty')
  const savedAt = ref<string>()
  let draft: Draft | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function find(): Draft | undefined {
    sweepDrafts()
    return readDraft(name())
  }

  /** `found` is what the page restored; without it a new draft begins, written with the first change. */
  function begin(about: Pick<Draft, 'version' | 'rev' | 'base'>, found?: Draft): void {
    const at = new Date().toISOString()
    draft = { values: {}, key: newKey(), startedAt: at, savedAt: at, ...found, ...about }
    state.value = found ? 'saved' : 'empty'
    savedAt.value = found?.savedAt
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
      if (!draft) return
      state.value = 'typing'
      timer ??= setTimeout(save, pause)
    },
    { deep: true, flush: 'sync' },
  )

  const leave = () => timer !== undefined && save()
  addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', leave)
  onScopeDispose(() => {
    leave()
    removeEventListener('pagehide', leave)
    document.removeEventListener('visibilitychange', leave)
  })

  /** Before anything leaves: key and body are on disk, so that a reload in the middle asks for this submission and makes no second one. */
  function sending(body: Typed): { key: string; earlier: Typed | undefined } {
    if (!draft) throw new Error('The draft was not begun')
    const earlier = draft.sent
    draft.sent ??= body
    save()
    return { key: draft.key, earlier }
  }

  /** The server said no and stored nothing: the next try is another submission. */
  function refused(): void {
    if (!draft) return
    draft.key = newKey()
    draft.sent = undefined
    save()
  }

  function done(): void {
    clearTimeout(timer)
    timer = undefined
    dropDraft(name())
    draft = undefined
    state.value = 'empty'
  }

  return {
    state,
    savedAt,
    find,
    begin,
    save,
    sending,
    refused,
    done,
    startedAt: () => draft?.startedAt ?? new Date().toISOString(),
    rev: () => draft?.rev,
  }
}

export type DraftKeeper = ReturnType<typeof useDraft>
