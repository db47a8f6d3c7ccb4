import type { Text } from '#core/problem'

/** A text with one language changed. What is written in one language stays a plain text; '' is no text. */
export function textWith(text: Text | undefined, language: 'zh' | 'en', value: string): Text | undefined {
  if (text === undefined || typeof text === 'string') return value === '' ? undefined : value
  return language === 'en' ? withEnglish(text, value) : { ...text, zh: value }
}

/** Adds, changes or (with '') takes away the English of a text. */
export function withEnglish(text: Text | undefined, en: string): Text {
  const zh = text === undefined ? '' : typeof text === 'string' ? text : text.zh
  return en === '' ? zh : { zh, en }
}
