import { refuse } from '../http/refusal.js'
import type { CalendarDay, IcsPreview } from './calendars.api.js'
import { readIcs } from './read-ics.js'

/** What importing the file would change. 422 with what cannot be read, see `readIcs`. */
export function previewIcs(ics: string, days: CalendarDay[]): IcsPreview {
  const read = readIcs(ics)
  if ('problems' in read) return refuse(422, read.problems)
  const there = new Map(days.map(day => [day.date, day]))
  return {
    skipped: read.skipped,
    days: read.days.map(day => {
      const was = there.get(day.date)
      if (!was) return { ...day, change: 'new' }
      // another name for the same day off is no reason to lose the one that was entered
      return was.hours === day.hours ? { ...was, change: 'same' } : { ...day, change: 'changed', was }
    }),
  }
}
