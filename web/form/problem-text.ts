import { textIn, type Problem, type Text } from '#core/problem'
import { hasText, t } from '@/text'
import { sentence } from '@/text/sentence'

/**
 * A problem at a field as the sentence below it. The form's own words (a check's message, a pattern's) win; some codes mean
 * another thing at a field than as the answer to a request (TOO_MANY ticks, TOO_LARGE number), so `form.problems` comes first.
 */
export function fieldSentence(problem: Problem, label: string, language: 'zh' | 'en', anonymous = false): string {
  const own = textIn(problem.params?.message as Text | undefined, language)
  if (own) return own
  const params = { label, ...problem.params }
  if (problem.code === 'PHONE_DIGITS') return phoneSentence(Number(problem.params?.have), Number(problem.params?.need))
  // Nobody there can look at the other record, so what to do is said instead.
  const code = anonymous && problem.code === 'NOT_UNIQUE' ? 'TAKEN' : problem.code
  const key = `form.problems.${code}`
  return hasText(key) ? t(key, params) : sentence(problem, label)
}

const phoneSentence = (have: number, need: number): string =>
  have < need ? t('form.problems.PHONE_SHORT', { need }, need - have) : t('form.problems.PHONE_LONG', { need }, have - need)
