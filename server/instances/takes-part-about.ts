import type { TakesPart } from '../records/record-info.js'
import { takesPart } from './may-see.js'

/** Has or had a task about the record: its files are then his to read, also where the record is beyond his rows. */
export const takesPartAbout: TakesPart = async (read, form, record, who) => {
  if (who.type !== 'user') return false
  const rows = await read.query<{ id: string }>('SELECT id FROM instances WHERE record_id = ? AND record_form = ?', [
    record,
    form,
  ])
  for (const { id } of rows) if (await takesPart(read, who.id, id)) return true
  return false
}
