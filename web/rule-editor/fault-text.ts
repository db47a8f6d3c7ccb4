import type { Problem } from '#core/problem'
import { t } from '@/text'
import { sentence } from '@/text/sentence'

/** A fault of a formula or a rule in words, with what was probably meant. */
export function faultText(problem: Problem): string {
  const { didYouMean, name, after, first } = problem.params ?? {}
  const before = after ?? first
  const said =
    problem.code === 'UNKNOWN_FIELD'
      ? t('rules.unknownField', { name: String(name) })
      : sentence({
          ...problem,
          params: { field: name, line: typeof before === 'number' ? before + 1 : '', ...problem.params },
        })
  return typeof didYouMean === 'string' ? `${said}${t('rules.didYouMean', { name: didYouMean })}` : said
}
