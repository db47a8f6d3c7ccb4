import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { byArea } from '@/text/areas'
import { i18n, t } from '@/text'
import { speak, textFiles } from '../support/texts'

type Texts = { [key: string]: string | Texts }

const flat = (texts: Texts, prefix = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  )
const zh = new Map(flat(byArea(textFiles('zh-CN')) as Texts))
const en = new Map(flat(byArea(textFiles('en')) as Texts))

/** `{name}` and `{0}`, not the literal `{'@'}`; `n` may be left out ("one task | {n} tasks"). */
const placeholders = (text: string): string =>
  [...new Set([...text.matchAll(/\{\s*(\w+)\s*\}/g)].map(match => match[1]))]
    .filter(name => name !== 'n')
    .sort()
    .join(' ')

/** vue-i18n reports a stray brace or @ on the console and throws. */
function compiles(key: string): boolean {
  const told = jest.spyOn(console, 'error').mockImplementation(() => {})
  const warned = jest.spyOn(console, 'warn').mockImplementation(() => {})
  try {
    t(key)
    return told.mock.calls.length === 0 && warned.mock.calls.length === 0
  } catch {
    return false
  } finally {
    told.mockRestore()
    warned.mockRestore()
  }
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'dist' || entry.name === 'text' ? [] : sources(path)
    return /\.(vue|ts)$/.test(entry.name) ? [path] : []
  })
}

describe('the texts of both languages', () => {
  test('have the same keys', () => {
    expect([...en.keys()].filter(key => !zh.has(key))).toEqual([])
    expect([...zh.keys()].filter(key => !en.has(key))).toEqual([])
  })

  test('take the same parameters', () => {
    const different = [...zh].filter(([key, text]) => placeholders(text) !== placeholders(en.get(key) ?? ''))
    expect(different.map(([key]) => key)).toEqual([])
  })

  test.each(['zh-CN', 'en'] as const)('are well-formed messages: %s', which => {
    speak(which)
    const broken = [...zh.keys()].filter(key => !compiles(key))
    expect(broken).toEqual([])
  })

  test('a message with a stray brace would be found', () => {
    i18n.global.mergeLocaleMessage('en', { broken: { brace: 'a {b' } } as never)
    expect(compiles('broken.brace')).toBe(false)
  })

  test('say something everywhere, and English has no Chinese in it', () => {
    expect([...zh, ...en].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
    // A switch names the other language in its own script.
    const mixed = [...en].filter(([key, text]) => /\p{Script=Han}/u.test(text) && !key.endsWith('.switchLanguage'))
    expect(mixed.map(([key]) => key)).toEqual([])
  })

  test('cover every key that the sources name literally', () => {
    const missing = sources(join(__dirname, '../../web')).flatMap(path =>
      [...readFileSync(path, 'utf8').matchAll(/\bt\(\s*'([a-zA-Z]+(?:\.\w+)+)'/g)]
        .map(match => match[1]!)
        .filter(key => !zh.has(key))
        .map(key => `${path.split('/web/')[1]}: ${key}`),
    )
    expect(missing).toEqual([])
  })
})
