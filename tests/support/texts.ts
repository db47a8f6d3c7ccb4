import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { byArea } from '@/text/areas'
import { i18n, language, type Language } from '@/text'

const folder = (which: Language): string => join(__dirname, '../../web/text', which)

/** The files of a language by name, as Vite's glob gives them to web/text. */
export function textFiles(which: Language): Record<string, Record<string, unknown>> {
  const names = readdirSync(folder(which)).filter(name => name.endsWith('.ts'))
  return Object.fromEntries(
    names.map(name => [name, (require(join(folder(which), name)) as { default: Record<string, unknown> }).default]),
  )
}

/** Loads a language into the page under test, all areas of it. */
export function speak(which: Language): void {
  i18n.global.setLocaleMessage(which, byArea(textFiles(which)) as never)
  ;(i18n.global.locale as unknown as { value: string }).value = which
  language.value = which
}
