import { textIn, type Text } from '#core/problem'
import { ref } from 'vue'
import { createI18n, type Composer } from 'vue-i18n'

/**
 * Every sentence that people see. One file per area in `zh-CN/` and in `en/` with the same keys; `t('area.key')` reads them.
 * Only the chosen language is fetched.
 */
export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** Set only when somebody chose; then it wins over the language of the account. */
export const chosenLanguage = (): Language | null => {
  const stored = localStorage.getItem('formloom.language')
  return stored === 'zh-CN' || stored === 'en' ? stored : null
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: false,
  // tests/web/text.test.ts looks for keys without a sentence; people see the key, never an empty place.
  missingWarn: false,
  fallbackWarn: false,
  messages: {},
})

const composer = i18n.global as unknown as Composer

/** The language of the page; change it with `useLanguage` so that Element Plus and the server follow. */
export const language = ref<Language>('zh-CN')

/** The sentence for a key. `count` picks the plural form in English ("{n} task | {n} tasks") and is `n`, with its thousands apart. Reactive in templates. */
export function t(key: string, params: Record<string, unknown> = {}, count?: number): string {
  return count === undefined
    ? composer.t(key, params)
    : composer.t(key, { n: count < 1000 ? count : count.toLocaleString('en-US'), ...params }, count)
}

/** Is there a sentence for this key in the current language? */
export const hasText = (key: string): boolean => composer.te(key)

/** What was chosen before, else what the browser prefers; Chinese is the default of the product. */
export function preferredLanguage(): Language {
  return chosenLanguage() ?? (!navigator.language || navigator.languages.some(tag => /^zh/i.test(tag)) ? 'zh-CN' : 'en')
}

/** Fetches the language (first time), then switches the texts of the page to it. */
export async function showLanguage(next: Language): Promise<void> {
  if (!composer.availableLocales.includes(next)) {
    const { messages } = next === 'en' ? await import('./en') : await import('./zh-CN')
    composer.setLocaleMessage(next, messages as never)
  }
  composer.locale.value = next
  language.value = next
  document.documentElement.lang = next
}

/** A text that people wrote in one or two languages, in the language of the page. */
export const localText = (text: Text | undefined): string => textIn(text, language.value === 'en' ? 'en' : 'zh')
