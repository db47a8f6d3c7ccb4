import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A browser with a stored choice and a system that prefers dark or light; the modules are loaded anew in it. */
function browser(stored: Record<string, string>, systemDark: boolean) {
  let follow = () => {}
  const system = { matches: systemDark, addEventListener: (_: string, call: () => void) => (follow = call) }
  localStorage.clear()
  for (const [key, value] of Object.entries(stored)) localStorage.setItem(`formloom.${key}`, value)
  window.matchMedia = (() => system) as unknown as typeof matchMedia
  document.documentElement.removeAttribute('data-theme')
  jest.resetModules()
  return {
    theme: () => require('@/ui/use-theme') as typeof import('@/ui/use-theme'),
    systemTurns(dark: boolean) {
      system.matches = dark
      follow()
    },
  }
}
const shown = () => document.documentElement.dataset.theme

test('without a choice the system decides, and is followed', () => {
  const { theme, systemTurns } = browser({}, true)
  expect(theme().dark.value).toBe(true)
  expect(shown()).toBe('dark')
  systemTurns(false)
  expect(shown()).toBe('light')
})

test('a choice wins over the system and is remembered', () => {
  const first = browser({}, true)
  first.theme().chooseTheme('light')
  first.systemTurns(true)
  expect(shown()).toBe('light')
  const next = browser({ theme: localStorage.getItem('formloom.theme')! }, true)
  expect(next.theme().theme.value).toBe('light')
  expect(shown()).toBe('light')
})

test.each([
  [{}, true],
  [{}, false],
  [{ theme: 'dark', density: 'compact' }, false],
  [{ theme: 'light' }, true],
  [{ theme: 'system', density: 'relaxed' }, true],
])('the script of the first paint and the page agree: %p, dark system %p', (stored, systemDark) => {
  const { theme } = browser(stored, systemDark)
  window.eval(readFileSync(join(__dirname, '../../web/public/first-paint.js'), 'utf8'))
  const first = { ...document.documentElement.dataset }
  theme()
  expect({ ...document.documentElement.dataset }).toEqual(first)
})

test('a picked density shows at once', () => {
  browser({}, false).theme().chooseDensity('compact')
  expect(document.documentElement.dataset.density).toBe('compact')
})
