import { VERB_NAMES } from '#core/process/approval/verb-names'
import { textIn } from '#core/problem'
import { language } from '@/text'

/** What a verb is called: as its step labels it, else the usual word for it, else its name. */
export function verbWords(name: string, label = name): string {
  const usual = VERB_NAMES[name as keyof typeof VERB_NAMES] as (typeof VERB_NAMES)['approve'] | undefined
  return label !== name || !usual ? label : textIn(usual, language.value === 'en' ? 'en' : 'zh')
}
