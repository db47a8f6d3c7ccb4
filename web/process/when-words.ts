import { language, t } from '@/text'
import { whenText, type Instant } from '@/ui/format'

/** A place in time inside a sentence: English writes "since today 09:24", where a list says "Today 09:24". */
export function whenInSentence(value: Instant, now?: number): string {
  const text = whenText(value, now)
  const named = ['time.today', 'time.yesterday', 'time.tomorrow'].some(key => text.startsWith(t(key)))
  return language.value === 'en' && named ? text.charAt(0).toLowerCase() + text.slice(1) : text
}
