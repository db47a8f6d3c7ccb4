import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { textKey, translate } from '@/process-designer/modeler/translate'
import { speak, textFiles } from '../../support/texts'

const modules = join(__dirname, '../../../node_modules')
const zh = textFiles('zh-CN')['bpmn.ts'] as Record<string, string>
const en = textFiles('en')['bpmn.ts'] as Record<string, string>

function scripts(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? scripts(path) : entry.name.endsWith('.js') ? [path] : []
  })
}
const sources = [
  join(modules, 'bpmn-js/lib'),
  join(modules, 'diagram-js/lib'),
  join(modules, 'bpmn-js-create-append-anything/dist'),
]
  .flatMap(scripts)
  .map(path => readFileSync(path, 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, ''))

const all = (pattern: RegExp): string[] => sources.flatMap(source => [...source.matchAll(pattern)].map(match => match[2]!))

/** Strings handed to translate() as such, labels and group names of menu entries, and messages that are named first. */
function strings(): string[] {
  const literal = all(/(?<![`'"])(?:\b|_)translate\(\s*(['"])((?:(?!\1).)+)\1\s*[,)]/g)
  const labels = all(/\blabel(?::| =)\s*(['"])((?:(?!\1).)+)\1/g)
  const groups = all(/_GROUP = \{ id: '[^']*', name: (['"])((?:(?!\1).)+)\1/g)
  const messages = all(/_MSG = (['"])((?:(?!\1).)+)\1/g)
  const alignments = ['left', 'center', 'right', 'top', 'middle', 'bottom'].map(side => `Align elements ${side}`)
  return [...new Set([...literal, ...labels, ...groups, ...messages, ...alignments])].sort()
}

describe('the strings of bpmn-js', () => {
  test('are found in its sources', () => {
    const found = strings()
    expect(found).toEqual(
      expect.arrayContaining(['Append end event', 'User task', 'Open {element}', 'Events', 'Append element', 'Create element']),
    )
    expect(found.length).toBeGreaterThan(100)
  })

  test('have a Chinese sentence each', () => {
    expect(strings().filter(string => !zh[textKey(string)])).toEqual([])
    expect(Object.entries(zh).filter(([, text]) => !/\p{Script=Han}/u.test(text))).toEqual([])
  })

  test('are the same in English as bpmn-js writes them', () => {
    expect(strings().filter(string => en[textKey(string)] !== string)).toEqual([])
  })

  test('given a parameter, then it is in the sentence; given an unknown string, then it stays', () => {
    speak('zh-CN')
    expect(translate('Open {element}', { element: '审批' })).toBe('打开 审批')
    expect(translate('Something new in {place}', { place: 'bpmn-js' })).toBe('Something new in bpmn-js')
  })
})
