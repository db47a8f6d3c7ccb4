import type { Home } from '../../../server/home/home.api'
import { loadForm } from '@/api/forms'
import { me } from '@/api/me'
import { listRecords } from '@/api/records'
import { conditionOf, type FilterPlace } from '../records/filter'
import { quickViews } from '../records/quick-views'

/** Longest list of new records on the home page. */
const SHOWN = 6

export interface FormOverview {
  form: string
  /** A number per quick view of its list, as far as I may see the records. */
  views: { key: string; label: string; total: number }[]
  newest: Home['recent']
}

/** What a form's list holds for me: the counts over it and what came in last. Throws what the server says. */
export async function loadOverview(id: string, language: 'zh' | 'en', now: number): Promise<FormOverview> {
  const { form } = await loadForm(id)
  const timeZone = form.settings?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const today = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(now)
  const place: FilterPlace = { me: me.value?.id ?? '', today }
  const [newest, ...totals] = await Promise.all([
    listRecords(id, { sort: [{ field: '_createdAt', descending: true }], page: 1, pageSize: SHOWN }),
    ...quickViews(form, language).map(async ({ key, label, filter }) => {
      const { total } = await listRecords(id, { filter: conditionOf(filter, form.fields, place), page: 1, pageSize: 1 })
      return { key, label, total }
    }),
  ])
  const formName = typeof form.name === 'string' ? { zh: form.name } : form.name
  return {
    form: id,
    views: totals,
    newest: newest.items.map(row => ({ form: id, record: row.id, title: row.title, formName, at: row.createdAt })),
  }
}
