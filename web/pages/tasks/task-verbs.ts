import type { TaskInfo } from '../../../server/tasks/tasks.api'
import { t } from '@/text'

export type Outcome = TaskInfo['outcomes'][number]
export interface Verb extends Outcome {
  /** What the button says. */
  text: string
  /** '' = none left. */
  key: string
  /** A refusal: red ink, never filled. */
  negative: boolean
}

const refuses = /^(refuse|reject|deny|decline|no)$/i
const refusesInWords = /拒绝|驳回|不同意|不通过/
const returns = /^(return|back|rework|revise)$/i
/** Keys of the page that a verb must not take. */
const taken = ['j', 'k', 't', 'c']

/**
 * The verbs of a step with their keys: A the first (filled) one, R a refusal, B a return, others their number. A step whose diagram names no
 * verbs has one: 完成.
 */
export function verbsOf(outcomes: readonly Outcome[]): Verb[] {
  const used = new Set(taken)
  const take = (...wanted: string[]): string => {
    const key = wanted.find(each => !used.has(each)) ?? ''
    used.add(key)
    return key
  }
  return outcomes.map((outcome, index) => {
    const negative = !outcome.primary && (refuses.test(outcome.name) || refusesInWords.test(outcome.label))
    const number = String(index + 1)
    const key = outcome.primary
      ? take('a', number)
      : negative
        ? take('r', number)
        : returns.test(outcome.name)
          ? take('b', number)
          : take(number)
    return { ...outcome, text: outcome.label || t('tasks.complete'), key, negative }
  })
}

/** Words that are written again and again, for this verb. */
export const phrasesFor = (verb: Verb | undefined): string[] =>
  (verb?.negative ? ['no1', 'no2', 'no3'] : ['yes1', 'yes2', 'yes3']).map(name => t(`tasks.phrase.${name}`))
