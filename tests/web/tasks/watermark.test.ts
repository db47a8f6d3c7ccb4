import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licence of bpmn.io: its mark stays visible and nothing lies over it. Every style rule of the web is read. */
const web = join(__dirname, '../../../web')
const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'dist' ? [] : files(path)
    return /\.(css|vue)$/.test(entry.name) ? [path] : []
  })
const stylesOf = (path: string): string => {
  const text = readFileSync(path, 'utf8')
  return path.endsWith('.css') ? text : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(match => match[1]).join('\n')
}
interface Rule {
  selector: string
  body: string
}
const rulesOf = (css: string): Rule[] =>
  [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector, body]) => ({
    selector: selector!.trim(),
    body: body!,
  }))

const mark = /bjs-powered-by/
const hides =
  /display\s*:|visibility\s*:|opacity\s*:|clip|transform\s*:|z-index\s*:|(?:^|[\s;])(?:left|right|top|bottom|width|height|max-width|max-height|inset|position|filter)\s*:|pointer-events\s*:|font-size\s*:\s*0|color\s*:\s*transparent/
/** Would a rule with these declarations hide, move or cover the mark? */
const faults = ({ selector, body }: Rule): boolean => mark.test(selector) && hides.test(body)

const rules = files(web).flatMap(path => rulesOf(stylesOf(path)))

test('no rule hides, moves or covers the mark of bpmn.io', () => {
  expect(rules.filter(faults)).toEqual([])
})

test('its ink is one of ours, so that it is seen in the dark too', () => {
  const inks = rules.filter(rule => mark.test(rule.selector)).map(rule => rule.body.trim())
  expect(inks).toContain('color: var(--ink-2) !important;')
})

test('what floats over the diagram keeps out of its lower right corner', () => {
  const floating = rulesOf(stylesOf(join(web, 'diagram/diagram.css'))).filter(
    rule => /position:\s*absolute/.test(rule.body) && !/\.(place|told)\b/.test(rule.selector),
  )
  expect(floating.length).toBeGreaterThan(2)
  const inCorner = rulesOf(stylesOf(join(web, 'diagram/diagram.css'))).filter(
    rule => /(?:^|[\s;])right:/.test(rule.body) && /(?:^|[\s;])bottom:\s*\d/.test(rule.body),
  )
  expect(inCorner).toEqual([])
})

test.each([
  '.bjs-powered-by { display: none }',
  '.x .bjs-powered-by svg { opacity: 0.2 }',
  'a.bjs-powered-by { right: -100px }',
  '.bjs-powered-by { color: transparent }',
])('%s would be found', css => expect(rulesOf(css).some(faults)).toBe(true))
