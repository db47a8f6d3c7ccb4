import type { RulesInfo, SaveRules, Trial } from '../../server/rules/rules.api'
import type { RuleSet } from '#core/rule/rule-set'
import { api } from '@/api/client'

const at = (form: string, rest = ''): string => `/forms/${encodeURIComponent(form)}/rules${rest}`

export const readRules = (form: string): Promise<RulesInfo> => api.get(at(form))
/** Throws ApiError 409 DRAFT_CHANGED when somebody saved in between. */
export const saveRules = (form: string, draft: SaveRules): Promise<RulesInfo> => api.put(at(form), draft)
/** Throws ApiError 422 with the reasons. */
export const publishRules = (form: string, revision: number): Promise<RulesInfo> => api.post(at(form, '/publish'), { revision })
/** What the rules would decide; writes nothing. */
export const tryRules = (
  form: string,
  rules: RuleSet,
  sample: { record: string } | { values: Record<string, unknown> },
  signal?: AbortSignal,
): Promise<Trial> => api.post(at(form, '/try'), { rules, ...sample }, { signal })
