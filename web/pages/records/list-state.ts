import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import { filterFromText, filterToText, type Filter } from './filter'

/** Everything that decides what a list shows. It lives in the address, so that it can be shared and gone back to. */
export interface ListState {
  /** Key of a quick view; 'all' is the first. */
  view: string
  search: string
  sort: { field: string; descending?: boolean }[]
  filter: Filter
  /** From 1. */
  page: number
  /** Record that is open beside the list. */
  peek?: string
}

const text = (value: LocationQuery[string] | undefined): string | undefined => {
  const first = Array.isArray(value) ? value[0] : value
  return first ?? undefined
}

export function readState(query: LocationQuery): ListState {
  const page = Number(text(query.page))
  return {
    view: text(query.view) ?? 'all',
    search: text(query.q) ?? '',
    sort: (text(query.sort) ?? '')
      .split(',')
      .filter(Boolean)
      .map(field => (field.startsWith('-') ? { field: field.slice(1), descending: true } : { field })),
    filter: filterFromText(text(query.f)),
    page: Number.isInteger(page) && page > 0 ? page : 1,
    peek: text(query.peek),
  }
}

/** Only what differs from the plain list stands in the address. */
export function stateToQuery(state: ListState): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  if (state.view !== 'all') query.view = state.view
  if (state.search) query.q = state.search
  if (state.sort.length) query.sort = state.sort.map(({ field, descending }) => (descending ? `-${field}` : field)).join(',')
  if (state.filter.rows.length) query.f = filterToText(state.filter)
  if (state.page > 1) query.page = String(state.page)
  if (state.peek) query.peek = state.peek
  return query
}

/** Click on a head: ascending, descending, not at all. One column at a time; the panel sorts by several. */
export function nextSort(sort: ListState['sort'], field: string): ListState['sort'] {
  const now = sort.find(each => each.field === field)
  if (!now) return [{ field }]
  return now.descending ? [] : [{ field, descending: true }]
}
