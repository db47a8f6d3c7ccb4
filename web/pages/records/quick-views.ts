import { optionLabel } from '#core/form/options'
import type { Form } from '#core/form/form'
import { textIn } from '#core/problem'
import { t } from '@/text'
import { defaultColumns, isGraded } from '@/data-grid/column'
import { meToken, type Filter } from './filter'

export interface QuickView {
  key: string
  label: string
  filter: Filter
}

const only = (row: Filter['rows'][number]): Filter => ({ join: 'all', rows: [row] })

/** The tabs over a list, as far as the form has what they ask for: all, mine, due, the weightiest grade. */
export function quickViews(form: Form, language: 'zh' | 'en'): QuickView[] {
  const { settings = {} } = form
  const has = (key: string | undefined): key is string => form.fields.some(field => field.key === key)
  const views: QuickView[] = [{ key: 'all', label: t('records.viewAll'), filter: { join: 'all', rows: [] } }]
  if (has(settings.owner))
    views.push({ key: 'mine', label: t('records.viewMine'), filter: only({ field: settings.owner, op: 'in', value: [meToken] }) })
  if (has(settings.due)) {
    const label = textIn(form.fields.find(field => field.key === settings.due)?.label, language)
    const filter: Filter = {
      join: 'any',
      rows: [
        { field: settings.due, op: 'during', value: 'overdue' },
        { field: settings.due, op: 'during', value: 'today' },
      ],
    }
    views.push({ key: 'due', label: t('records.viewDue', { label }), filter })
  }
  const graded = defaultColumns(form).flatMap(key => form.fields.filter(field => field.key === key && isGraded(field)))[0]
  if (graded?.kind === 'choice')
    for (const option of graded.options.filter(each => each.tone === 'solid'))
      views.push({
        key: `${graded.key}.${option.value}`,
        label: t('records.viewOption', {
          label: textIn(graded.label, language),
          option: optionLabel(graded, option.value, language),
        }),
        filter: only({ field: graded.key, op: 'in', value: [option.value] }),
      })
  return views
}
