import type { LogEntry } from '../../server/records/records.api'
import type { Field, Form, Row } from '#core/form/form'
import { sameValue } from '#core/form/same-value'
import { textIn, type Json } from '#core/problem'
import { t } from '@/text'
import { valueText, type Reading } from '@/data-grid/value-text'

export interface ChangeWords {
  key: string
  label: string
  /** '' = was empty. */
  before: string
  /** '' = is empty now. */
  after: string
  /** Of rows: what was added, removed and changed, one sentence each, in place of before and after. */
  rows?: string[]
}

/** "通过链接「线下活动」", "导入「客户.xlsx」", "流程步骤「经理审批」"; '' for what a person did in the browser. */
export function throughWords({ through }: Pick<LogEntry, 'through'>): string {
  if (through.source === 'user') return ''
  return through.name ? t(`record.through.${through.source}Named`, { name: through.name }) : t(`record.through.${through.source}`)
}

/** A change of one field, before and after in words. A field that the form no longer has keeps the label of its time. */
export function changeWords(change: LogEntry['changes'][number], form: Form, reading: Reading): ChangeWords {
  const field = form.fields.find(each => each.key === change.field)
  const label = textIn(field?.label ?? change.label, reading.language)
  if (field?.kind === 'subform')
    return {
      key: change.field,
      label,
      before: '',
      after: '',
      rows: rowChanges(field.fields, change.before, change.after, reading),
    }
  return { key: change.field, label, before: words(field, change.before, reading), after: words(field, change.after, reading) }
}

const words = (field: Field | undefined, value: Json | undefined, reading: Reading): string => {
  if (value === undefined || value === null) return ''
  if (field) return valueText(field, value, reading)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Sentences about rows in one entry; an import may bring hundreds. */
const mostRows = 5

const rowsIn = (value: Json | undefined): Row[] => (Array.isArray(value) ? (value as unknown as Row[]) : [])

function rowChanges(fields: Field[], before: Json | undefined, after: Json | undefined, reading: Reading): string[] {
  const old = rowsIn(before)
  const now = rowsIn(after)
  const told = (row: Row) =>
    fields
      .map(field => words(field, row[field.key] as Json | undefined, reading))
      .filter(Boolean)
      .join(reading.language === 'zh' ? '，' : ', ')
  const added = now.filter(row => !old.some(each => each.id === row.id)).map(row => t('record.rowAdded', { text: told(row) }))
  const removed = old.filter(row => !now.some(each => each.id === row.id)).map(row => t('record.rowRemoved', { text: told(row) }))
  const changed = now.flatMap(row => {
    const was = old.find(each => each.id === row.id)
    return was && !sameValue([was], [row]) ? [t('record.rowChanged', { before: told(was), after: told(row) })] : []
  })
  const all = [...added, ...changed, ...removed]
  return all.length > mostRows + 1 ? [...all.slice(0, mostRows), t('record.moreRows', {}, all.length - mostRows)] : all
}
