import type { AccessMap, Field } from '#core/form/form'
import type { Json } from '#core/problem'
import type { Reader } from '../db/transaction.js'
import type { PublishedForm } from '../forms/published-form.js'
import type { Principal } from '../people/principal.js'
import { namesOf, peopleIn } from './known-ids.js'
import { maskValues } from './mask.js'
import type { Change, Through } from './record.js'
import type { LogEntry } from './records.api.js'
import { fieldsSeen } from './sight.js'

interface LogRow {
  id: string
  at: string
  by_id: string | null
  through: string
  action: LogEntry['action']
  changes: string
}

const mostEntries = 500

/** The change log of a record, newest first, at most 500 entries: hidden fields left out, personal values masked before and after. */
export async function readLog(
  reader: Reader,
  form: PublishedForm,
  record: string,
  who: Principal,
  access: AccessMap = {},
): Promise<{ entries: LogEntry[]; names: Record<string, string> }> {
  const rows = await reader.query<LogRow>(
    `SELECT id, at, by_id, through, action, changes FROM record_log WHERE record = ? AND form = ? ORDER BY id DESC LIMIT ${mostEntries}`,
    [record, form.id],
  )
  const fields = new Map(fieldsOf(form, who, access).map(field => [field.key, field]))
  const parsed = rows.map(row => ({
    ...row,
    through: JSON.parse(row.through) as Through,
    changes: (JSON.parse(row.changes) as Change[]).flatMap(change => shown(fields.get(change.field), change)),
  }))
  const names = await namesOf(reader, [
    ...parsed.flatMap(row => (row.by_id ? [{ kind: 'member' as const, id: row.by_id }] : [])),
    ...parsed.flatMap(({ changes }) =>
      changes.flatMap(({ field, before, after }) =>
        [before, after].flatMap(value =>
          peopleIn(
            [...fields.values()].filter(each => each.key === field),
            { [field]: value } as never,
          ),
        ),
      ),
    ),
  ])
  const entries = parsed.map(({ id, at, by_id, through, action, changes }): LogEntry => {
    const { link: _, ...told } = through
    return { id, at, by: by_id ? { id: by_id, name: names[by_id] ?? '' } : null, through: told, action, changes }
  })
  return { entries, names }
}

/** Fields of the form now, and those that older entries may still name. */
function fieldsOf(form: PublishedForm, who: Principal, access: AccessMap): Field[] {
  const retired = Object.values(form.storage.retired).flatMap(stored => stored.map(each => each.field))
  return [...retired.filter(field => !field.hidden), ...fieldsSeen(form, who, access)]
}

function shown(field: Field | undefined, { before, after, field: key }: Change): LogEntry['changes'] {
  if (!field) return []
  const mask = (value: Change['after']): Json => maskValues([field], { [key]: value }).values[key] as unknown as Json
  return [
    {
      field: key,
      label: field.label,
      ...(before === undefined ? {} : { before: mask(before) ?? '***' }),
      ...(after === undefined ? {} : { after: mask(after) ?? '***' }),
    },
  ]
}
