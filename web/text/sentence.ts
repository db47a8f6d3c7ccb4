import type { Problem } from '#core/problem'
import { hasText, t } from './index'

type Told = Pick<Problem, 'code' | 'params'> & { problems?: Problem[]; retryAfter?: number }

/**
 * A problem (or an ApiError) as one sentence in the language of the page. `label` names the place ("客户名称"); without one the
 * sentence says "this field". A code without a sentence still says something a person can pass on.
 */
export function sentence(problem: Told, label?: string): string {
  const key = `problems.${problem.code}`
  const params = { label: label ?? t('problems.thisField'), ...problem.params }
  return hasText(key) ? t(key, params) : t('problems.OTHER', { ...params, code: problem.code })
}

/** Anything thrown, as one sentence. Of an answer with several problems the first is told. */
export function errorText(error: unknown): string {
  if (!isTold(error)) return t('problems.BROKEN')
  const [first] = error.problems ?? []
  if (first && (first.code === error.code || !hasText(`problems.${error.code}`))) return sentence(first)
  const minutes = Math.ceil((error.retryAfter ?? 60) / 60)
  return sentence({ code: error.code, params: { minutes, ...error.params } })
}

const isTold = (error: unknown): error is Told => typeof (error as Told | undefined)?.code === 'string'
