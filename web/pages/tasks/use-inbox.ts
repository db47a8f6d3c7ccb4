import type { TaskPage, TaskRow } from '../../../server/tasks/tasks.api'
import { computed, inject, provide, ref, shallowRef, watch, type InjectionKey } from 'vue'
import { listTasks } from '@/api/tasks'
import { useLive } from '@/api/live'
import { passes, type Filter } from './group-tasks'

export type Folder = 'todo' | 'done' | 'started'

/** Pages that are read again when something changed; who has scrolled further keeps what he has. */
const most = 5

/**
 * One folder of the inbox. Rows never jump: what comes in meanwhile waits behind `fresh` until somebody asks for it, what others finish stays in
 * its place, greyed.
 */
function makeInbox() {
  const folder = ref<Folder>('todo')
  const search = ref('')
  const filter = ref<Filter>({})
  const rows = shallowRef<TaskRow[]>([])
  const total = ref(0)
  const counts = ref<TaskPage['counts']>()
  const failure = ref<unknown>()
  const loading = ref(true)
  const more = ref(false)
  /** How many tasks came in since the list was drawn. */
  const fresh = ref(0)
  let pages = 1
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const ask = (page: number) => listTasks({ folder: folder.value, search: search.value.trim() || undefined, page })

  async function load(): Promise<void> {
    const mine = ++turn
    loading.value = true
    failure.value = undefined
    try {
      const page = await ask(1)
      if (mine !== turn) return
      pages = 1
      rows.value = page.items
      take(page)
      fresh.value = 0
    } catch (error) {
      if (mine === turn) failure.value = error
    } finally {
      if (mine === turn) loading.value = false
    }
  }
  function take(page: TaskPage): void {
    total.value = page.total
    counts.value = page.counts
  }

  async function loadMore(): Promise<void> {
    if (more.value || loading.value || rows.value.length >= total.value) return
    const mine = turn
    more.value = true
    try {
      const page = await ask(pages + 1)
      if (mine !== turn) return
      pages += 1
      const known = new Set(rows.value.map(row => row.id))
      rows.value = [...rows.value, ...page.items.filter(row => !known.has(row.id))]
      take(page)
    } catch {
      // The button is still there for another try; the shell says when the network is gone.
    } finally {
      more.value = false
    }
  }

  /** What changed on the server, without moving a row. */
  async function refresh(): Promise<void> {
    const mine = turn
    const answers = await Promise.all(Array.from({ length: Math.min(pages, most) }, (_, index) => ask(index + 1))).catch(
      () => undefined,
    )
    if (!answers || mine !== turn) return
    const now = new Map(answers.flatMap(page => page.items).map(row => [row.id, row]))
    const known = new Set(rows.value.map(row => row.id))
    // A row that is gone from a list that was read completely has been dealt with; else it may only have moved to a later page.
    const complete = answers.length === pages
    rows.value = rows.value.map(
      row =>
        now.get(row.id) ??
        (complete && folder.value === 'todo' && row.state === 'open'
          ? { ...row, state: 'completed' as const, unread: false }
          : row),
    )
    fresh.value = [...now.keys()].filter(id => !known.has(id)).length
    take(answers[0]!)
  }
  useLive(['task'], () => {
    clearTimeout(timer)
    timer = setTimeout(() => void refresh(), 300)
  })

  /** A task was opened, completed or handed on here. */
  function mark(id: string, change: Partial<TaskRow>): void {
    rows.value = rows.value.map(row => (row.id === id ? { ...row, ...change } : row))
  }
  function remove(id: string): void {
    const before = rows.value.length
    rows.value = rows.value.filter(row => row.id !== id)
    if (rows.value.length < before && folder.value === 'todo') {
      total.value -= 1
      if (counts.value) counts.value = { ...counts.value, todo: Math.max(0, counts.value.todo - 1) }
    }
  }

  let typing: ReturnType<typeof setTimeout> | undefined
  watch(search, () => {
    clearTimeout(typing)
    typing = setTimeout(() => void load(), 250)
  })
  watch(folder, () => {
    rows.value = []
    filter.value = {}
    void load()
  })
  const shown = computed(() => rows.value.filter(row => passes(row, filter.value)))
  return { folder, search, filter, rows, shown, total, counts, failure, loading, more, fresh, load, loadMore, mark, remove }
}

export type Inbox = ReturnType<typeof makeInbox>
const key: InjectionKey<Inbox> = Symbol('inbox')

export function provideInbox(): Inbox {
  const inbox = makeInbox()
  provide(key, inbox)
  return inbox
}
export function useInbox(): Inbox {
  const inbox = inject(key)
  if (!inbox) throw new Error('The task pane stands inside the inbox')
  return inbox
}
