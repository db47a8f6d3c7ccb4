import type { FormInfo } from '../../../server/forms/forms.api'
import type { RecordPage, RecordRow } from '../../../server/records/records.api'
import type { Condition, Query } from '#core/query/query'
import type { Values } from '#core/form/form'
import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useLive } from '@/api/live'
import { me } from '@/api/me'
import { listRecords } from '@/api/records'
import { systemFieldsOf } from '@/data-grid/column'
import { language as pageLanguage } from '@/text'
import { useNow } from '@/ui/use-now'
import { conditionOf, isComplete } from './filter'
import { readState, stateToQuery, type ListState } from './list-state'
import { quickViews } from './quick-views'

export const pageSize = 50

/** A row with what the record knows of itself among its values, so that a column needs not care. */
export type ListRow = RecordRow & { values: Values }

const asRow = (row: RecordRow): ListRow => ({
  ...row,
  values: {
    ...row.values,
    _createdAt: row.createdAt,
    _updatedAt: row.updatedAt,
    _createdBy: row.createdBy ? [row.createdBy.id] : undefined,
  },
})

/**
 * The records that the address asks for, kept fresh: a change on the server re-reads the page behind what is shown, so that nothing jumps.
 * `grow` (phones) adds pages to what is there instead of replacing it.
 */
export function useRecords(info: Ref<FormInfo | undefined>, grow: Ref<boolean>) {
  const route = useRoute()
  const router = useRouter()
  const now = useNow()
  const state = computed(() => readState(route.query))
  const form = computed(() => info.value?.form)
  const language = computed(() => (pageLanguage.value === 'en' ? ('en' as const) : ('zh' as const)))
  const zone = computed(() => form.value?.settings?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone)
  const today = computed(() => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone: zone.value }).format(now.value))
  const views = computed(() => (form.value ? quickViews(form.value, language.value) : []))

  const rows = shallowRef<ListRow[]>()
  const total = ref(0)
  const names = ref<Record<string, string>>({})
  const failure = ref<unknown>()
  const busy = ref(false)
  const counts = ref<Record<string, number>>({})
  const filtered = computed(
    () => state.value.view !== 'all' || state.value.search !== '' || state.value.filter.rows.some(isComplete),
  )

  const change = (patch: Partial<ListState>): void => {
    const goesBack = !('page' in patch) && !('peek' in patch)
    const next = { ...state.value, ...(goesBack ? { page: 1 } : {}), ...patch }
    void router.replace({ query: stateToQuery(next) })
  }

  function query(page: number, view = state.value.view, plain = false): Query {
    const fields = [...(form.value?.fields ?? []), ...systemFieldsOf()]
    const place = { me: me.value?.id ?? '', today: today.value }
    const quick = views.value.find(each => each.key === view)
    const conditions = [quick?.filter, plain ? undefined : state.value.filter].flatMap(filter => {
      const condition = filter && conditionOf(filter, fields, place)
      return condition ? [condition] : []
    })
    const filter: Condition | undefined = conditions.length > 1 ? { all: conditions } : conditions[0]
    if (plain) return { filter, page: 1, pageSize: 1 }
    const due = form.value?.settings?.due
    // Without an order of one's own: what wants attention first, where the form says what that is; else the newest first.
    const sort = state.value.sort.length
      ? state.value.sort
      : view === 'due' && due
        ? [{ field: due }]
        : [{ field: '_createdAt', descending: true }]
    return { filter, sort, search: state.value.search || undefined, page, pageSize }
  }

  let asking: AbortController | undefined
  async function load(): Promise<void> {
    if (!info.value) return
    asking?.abort()
    const mine = (asking = new AbortController())
    busy.value = true
    failure.value = undefined
    try {
      const shown = await fetchPages(info.value.id, mine.signal)
      if (mine.signal.aborted) return
      rows.value = shown.rows
      total.value = shown.total
      names.value = { ...names.value, ...shown.names }
    } catch (error) {
      if (!mine.signal.aborted) failure.value = error
    } finally {
      if (asking === mine) busy.value = false
    }
  }
  async function fetchPages(id: string, signal: AbortSignal) {
    const first = grow.value ? 1 : state.value.page
    const pages: RecordPage[] = []
    for (let page = first; page <= state.value.page; page++) pages.push(await listRecords(id, query(page), signal))
    const last = pages.at(-1)!
    return {
      rows: pages.flatMap(page => page.items.map(asRow)),
      total: last.total,
      names: Object.assign({}, ...pages.map(page => page.names)) as Record<string, string>,
    }
  }

  /** How many each quick view holds; a count that cannot be had is simply not shown. */
  async function count(): Promise<void> {
    const id = info.value?.id
    if (!id) return
    for (const view of views.value) {
      const page = await listRecords(id, query(1, view.key, true)).catch(() => undefined)
      if (page && info.value?.id === id) counts.value = { ...counts.value, [view.key]: page.total }
    }
  }

  // `peek` changes what is beside the list, not the list.
  const asked = computed(
    () => info.value && JSON.stringify([info.value.id, info.value.version, { ...state.value, peek: undefined }, today.value]),
  )
  watch(asked, () => void load(), { immediate: true })
  watch(
    () => [info.value?.id, views.value.map(view => view.key).join()].join(),
    (_now, before) => {
      if (before !== undefined && !before.startsWith(`${info.value?.id},`)) {
        rows.value = undefined
        counts.value = {}
      }
      void count()
    },
    { immediate: true },
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  useLive(['record', 'import'], event => {
    if (event.form !== undefined && event.form !== info.value?.id) return
    clearTimeout(timer)
    timer = setTimeout(() => void Promise.all([load(), count()]), 400)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    asking?.abort()
  })

  const reading = computed(() => ({ language: language.value, names: names.value, zone: zone.value }))
  return { state, change, views, counts, rows, total, reading, today, failure, busy, filtered, load }
}

export type Records = ReturnType<typeof useRecords>
