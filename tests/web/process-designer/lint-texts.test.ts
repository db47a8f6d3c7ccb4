import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { byArea } from '@/text/areas'
import { problemWords } from '@/process-designer/lint/problem-words'
import { speak, textFiles } from '../../support/texts'

const server = join(__dirname, '../../../server')
const process = join(server, 'core/process')
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

/** Everything that looks like a code where diagrams are read, checked and judged, and what the gate says of expressions. */
const PLACES = [
  ...files(join(process, 'lint')),
  ...files(join(process, 'bpmn')),
  readFileSync(join(server, 'processes/judge-diagram.ts'), 'utf8'),
  ...['gate', 'gate-source', 'gate-tree', 'gate-tier', 'check-references'].map(name =>
    readFileSync(join(server, `core/rule/${name}.ts`), 'utf8'),
  ),
]
const codes = [
  ...new Set(
    PLACES.flatMap(source =>
      [...source.matchAll(/problem\(\s*'([A-Z_]+)'|'([A-Z]+(?:_[A-Z]+)+)'/g)].map(match => (match[1] ?? match[2])!),
    ),
  ),
]

describe('findings of the process check', () => {
  test('are collected from the core', () => {
    expect(codes).toEqual(expect.arrayContaining(['UNREACHABLE', 'BPMN_TOO_LARGE', 'ASSIGNMENT_MISSING', 'UNKNOWN_FIELD']))
    expect(codes.length).toBeGreaterThan(50)
  })

  test.each(['zh-CN', 'en'] as const)('say what is wrong and how to mend it: %s', language => {
    const texts = byArea(textFiles(language)).lint as Record<string, { says?: string; mend?: string }>
    expect(codes.filter(code => !texts[code]?.says || !texts[code].mend)).toEqual([])
  })

  test('name elements as the diagram does', () => {
    speak('zh-CN')
    const nameOf = (id: string) => ({ approve: '经理审批', yes: '→ 通知' })[id]
    expect(problemWords({ code: 'ASSIGNMENT_MISSING', at: 'approve', params: { name: '' } }, nameOf).says).toBe(
      '「经理审批」还没有人处理。',
    )
    const condition = problemWords({ code: 'CONDITION_MISSING', at: 'yes', params: { gateway: 'approve', name: '' } }, nameOf)
    expect(condition.says).toContain('「经理审批」的一条出线「→ 通知」')
  })

  test('name what does not run, also events by their trigger', () => {
    speak('zh-CN')
    const refused = (what: string, type: string) =>
      problemWords({ code: 'ELEMENT_NOT_EXECUTED', at: 'x', params: { what, type, name: '甲' } }).says
    expect(refused('isForCompensation', 'bpmn:UserTask')).toContain('补偿任务')
    expect(refused('signalBoundaryEvent', 'bpmn:BoundaryEvent')).toContain('信号边界事件')
    expect(refused('callActivity', 'bpmn:CallActivity')).toContain('调用流程')
  })

  test('a code without words still says something a person can pass on', () => {
    speak('en')
    expect(problemWords({ code: 'NEVER_HEARD_OF', at: 'x' }).says).toContain('NEVER_HEARD_OF')
  })
})
