import type { TaskInfo } from '../../../server/tasks/tasks.api'
import type { Values } from '#core/form/form'
import { computed, onScopeDispose, ref, shallowRef, toRaw, watch, type Ref } from 'vue'
import { me } from '@/api/me'
import { useLive } from '@/api/live'
import { getTask } from '@/api/tasks'
import { changedKeys, merged } from '@/form/merge'
import type { Typed } from '@/form/typed-values'
import { dropTaskDraft, keepTaskDraft, newKey, readTaskDraft } from './task-draft'

/**
 * One task while somebody works on it: what the server says, what is typed on top of it, the opinion. What is typed is kept in this browser
 * and survives a reload, a changed record and a task that somebody else was faster with.
 */
export function useTask(id: Ref<string>) {
  const task = shallowRef<TaskInfo>()
  const failure = ref<unknown>()
  /** Values of the whole form, mine on top. */
  const typed = shallowRef<Typed>({})
  const opinion = ref('')
  const restored = ref(false)
  /** Of every reading: the server tells changes only once. */
  const changes = shallowRef<TaskInfo['changes']>([])
  let key = newKey()
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let calm: ReturnType<typeof setTimeout> | undefined

  const who = () => me.value?.id ?? ''
  const base = computed<Values>(() => task.value?.record?.values ?? {})
  /** What I changed, against the record as I know it. */
  const mine = (): Typed => {
    const form = task.value?.form?.form
    if (!form) return {}
    const now = typed.value
    // An emptied field is sent as null: silence would keep the old value.
    const emptied = form.fields
      .filter(field => base.value[field.key] !== undefined && now[field.key] === undefined)
      .map(field => field.key)
    return {
      ...Object.fromEntries(changedKeys(form, base.value, now).map(each => [each, now[each]])),
      ...Object.fromEntries(emptied.map(each => [each, null])),
    }
  }

  /** Reads the task; what is typed stays on top of what the server says now. */
  async function load(): Promise<void> {
    const asked = ++turn
    const of = id.value
    failure.value = undefined
    try {
      const info = await getTask(of)
      if (asked === turn) show(info)
    } catch (error) {
      if (asked === turn) failure.value = error
    }
  }

  function show(info: TaskInfo): void {
    const before = task.value?.id === info.id ? task.value : undefined
    const known = new Set(before ? changes.value.map(entry => entry.id) : [])
    changes.value = [...info.changes.filter(entry => !known.has(entry.id)), ...(before ? changes.value : [])]
    const theirs = info.record?.values ?? {}
    if (before) typed.value = info.form ? merged(info.form.form, base.value, typed.value, theirs) : {}
    else restore(info, theirs)
    task.value = info
  }

  function restore(info: TaskInfo, theirs: Values): void {
    const draft = info.state === 'open' && info.mine ? readTaskDraft(who(), info.id) : undefined
    // Kept are only the changed fields; null is a field that was emptied.
    const kept = Object.entries(draft?.values ?? {})
    typed.value = { ...theirs, ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? undefined])) }
    opinion.value = draft?.opinion ?? ''
    key = draft?.key ?? newKey()
    restored.value = draft !== undefined
  }

  function keep(): void {
    clearTimeout(timer)
    timer = undefined
    const info = task.value
    if (!info || info.state !== 'open') return
    const body = { values: toRaw(mine()), opinion: opinion.value, key, version: info.form?.version ?? 0, rev: info.record?.rev }
    keepTaskDraft(who(), info.id, body)
  }
  watch([typed, opinion], () => {
    timer ??= setTimeout(keep, 600)
  })
  const leave = () => timer !== undefined && keep()
  addEventListener('pagehide', leave)

  function forget(): void {
    clearTimeout(timer)
    timer = undefined
    dropTaskDraft(who(), id.value)
    key = newKey()
  }
  /** Takes away what I typed. */
  function restart(): void {
    typed.value = { ...base.value }
    opinion.value = ''
    restored.value = false
    forget()
  }

  watch(
    id,
    (_next, before) => {
      if (before !== undefined) leave()
      task.value = undefined
      void load()
    },
    { immediate: true },
  )
  useLive(['task', 'record'], event => {
    if (event.kind === 'record' && event.id !== undefined && event.id !== task.value?.recordId) return
    clearTimeout(calm)
    calm = setTimeout(() => void load(), 400)
  })
  onScopeDispose(() => {
    leave()
    clearTimeout(calm)
    removeEventListener('pagehide', leave)
  })

  return {
    task,
    failure,
    typed,
    opinion,
    restored,
    changes,
    base,
    load,
    show,
    mine,
    keep,
    forget,
    restart,
    key: () => key,
    /** The server looked at it and said no: the next try is another one. */
    renewKey: () => (key = newKey()),
  }
}

export type OpenTask = ReturnType<typeof useTask>
