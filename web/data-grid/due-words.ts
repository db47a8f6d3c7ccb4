import { t } from '@/text'
import type { Tone } from '@/ui/tone'

export interface DueWords {
  tone: Tone
  text: string
  /** "11-14" beside the words; absent when the words are the date. */
  exact?: string
}

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000

/** How far a calendar date is from `today` (both YYYY-MM-DD): overdue, today, tomorrow, in 12 days; beyond a fortnight the date itself. */
export function dueWords(date: string, today: string): DueWords {
  const days = dayNumber(date) - dayNumber(today)
  if (Number.isNaN(days)) return { tone: 'none', text: date }
  const exact = date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date
  if (days < 0) return { tone: 'bad', text: t('time.overdue', { duration: t('time.days', {}, -days) }), exact }
  if (days === 0) return { tone: 'warn', text: t('time.today'), exact }
  if (days === 1) return { tone: 'warn', text: t('time.tomorrow'), exact }
  return days <= 14 ? { tone: 'none', text: t('records.inDays', {}, days), exact } : { tone: 'none', text: exact }
}
