import { shallowRef } from 'vue'
import type { Language as ElementLocale } from 'element-plus/es/locale'
import { language, showLanguage, type Language } from '@/text'

/** Element Plus speaks the language of the page. */
export const elementLocale = shallowRef<ElementLocale>()

/** Switches texts, Element Plus, `lang` of the document and the header that the server reads. */
export async function switchLanguage(next: Language): Promise<void> {
  const [locale] = await Promise.all([
    next === 'en' ? import('element-plus/es/locale/lang/en') : import('element-plus/es/locale/lang/zh-cn'),
    showLanguage(next),
  ])
  elementLocale.value = locale.default
}

/** Somebody chose: this browser keeps to it. */
export async function chooseLanguage(next: Language): Promise<void> {
  localStorage.setItem('formloom.language', next)
  await switchLanguage(next)
}

export const useLanguage = () => ({ language, chooseLanguage })
