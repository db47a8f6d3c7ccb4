import { verbOf, type ApprovalSettings, type Verb } from '#core/process/approval/settings'
import { VERB_NAMES } from '#core/process/approval/verb-names'
import { textIn } from '#core/problem'
import type { UserPrincipal } from '../people/principal.js'
import type { VerbInfo } from './approvals.api.js'

/** A verb as its button shows it: the diagram's label, else its name in the reader's language. */
export function verbInfo(settings: ApprovalSettings, name: Verb, who: Pick<UserPrincipal, 'language'>): VerbInfo {
  const { label, opinion, signature } = verbOf(settings, name)
  return { name, label: label ?? textIn(VERB_NAMES[name], who.language === 'en' ? 'en' : 'zh'), opinion, signature }
}
