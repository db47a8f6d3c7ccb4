import { readFileSync } from 'node:fs'
import { elements } from '#core/process/elements/index'
import { kindOf } from '#core/process/bpmn/kind-of'
import { readDefinition } from '#core/process/read-definition'
import { blankDiagram } from '@/process-designer/blank-diagram'
import { fileName } from '@/process-designer/files'
import { EXECUTED, rankOf } from '@/process-designer/modeler/executed'
import { runsFirst } from '@/process-designer/modeler/menus'
import { conditionOf, isWhole, opsFor, putCondition, rowsOf, sourceOfRows } from '@/process-designer/settings/condition'
import { readCycle, readDuration, writeCycle, writeDuration } from '@/process-designer/settings/duration'
import { firstDates } from '@/process-designer/settings/first-dates'
import { literalOf, sourceOf } from '@/process-designer/settings/literal'
import { diagram } from './diagram'

describe('conditions', () => {
  test.each([
    'outcome = "approve"',
    'amount >= 5000 and grade in ["A","B"]',
    '$not($exists(owner)) or $contains(company, "集团")',
    '"vip" in tags',
  ])('rows of %s are the same expression again', source => {
    expect(sourceOfRows(rowsOf(source)!)).toBe(source)
  })

  test('an expression that says more than rows can stays an expression', () => {
    expect(rowsOf('$sum(items.price) > 100')).toBeNull()
  })

  test('a row without value is not written; without rows there is no condition', () => {
    expect(isWhole({ field: 'grade', op: '=' })).toBe(false)
    expect(isWhole({ field: 'grade', op: 'in', value: [] })).toBe(false)
    expect(isWhole({ field: 'grade', op: 'exists' })).toBe(true)
    const rows = [
      { field: 'grade', op: '=' as const, value: 'A' },
      { field: '', op: '=' as const },
    ]
    expect(sourceOfRows({ joiner: 'and', rows })).toBe('grade = "A"')
    expect(sourceOfRows({ joiner: 'and', rows: rows.slice(1) })).toBe('')
  })

  test('written on a flow, changed, and taken away', async () => {
    const it = await diagram()
    it.apply(putCondition(it.create, it.at('flow'), 'grade = "A"'))
    it.apply(putCondition(it.create, it.at('flow'), 'grade = "B"'))
    expect(conditionOf(it.at('flow'))).toBe('grade = "B"')
    expect(await it.xml()).toContain('language="jsonata">grade = "B"</bpmn:conditionExpression>')
    it.apply(putCondition(it.create, it.at('flow'), ''))
    expect(it.at('flow').conditionExpression).toBeUndefined()
  })

  test('every kind of field has comparisons', () => {
    expect(opsFor('member')).toContain('has')
    expect(opsFor('money')).toContain('>=')
    expect(opsFor('file')).toEqual(['exists', 'missing'])
  })
})

describe('times', () => {
  test.each(['PT30M', 'PT8H', 'P3D', 'P2W', 'P1M'])('%s', text => {
    const { amount, unit } = readDuration(text)!
    expect(writeDuration(amount, unit)).toBe(text)
  })
  test.each(['R/P1D', 'R3/PT8H', 'R/2026-01-01T09:00:00/P1W'])('%s', text => expect(writeCycle(readCycle(text)!)).toBe(text))
  test.each(['P1DT2H', 'nextDate', 'P-1D'])('%s is written by hand', text => expect(readDuration(text)).toBeUndefined())

  test('the first dates: calendar days of the zone, a number of times, or nothing to say', () => {
    const now = '2026-11-21T02:00:00.000Z'
    expect(firstDates('timeCycle', 'R2/P1D', now, 'Asia/Shanghai')).toEqual([
      '2026-11-22T02:00:00.000Z',
      '2026-11-23T02:00:00.000Z',
    ])
    expect(firstDates('timeDate', '2026-12-01T09:00:00', now, 'Asia/Shanghai')).toEqual(['2026-12-01T01:00:00.000Z'])
    expect(firstDates('timeCycle', '0 9 * * *', '2026-12-31T12:00:00Z', 'Asia/Shanghai', 2)).toEqual([
      '2027-01-01T01:00:00.000Z',
      '2027-01-02T01:00:00.000Z',
    ])
    expect(firstDates('timeDuration', 'P1X', now, 'UTC')).toEqual([])
    expect(firstDates('timeDuration', 'nextFollowUp', now, 'UTC')).toBeUndefined()
  })
})

describe('values of fields', () => {
  test.each([
    ['"A"', 'A'],
    ['12.50', 12.5],
    ['true', true],
    ['"a\\"b"', 'a"b'],
    ['grade', undefined],
    ['"a" & "b"', undefined],
    ['', undefined],
  ])('%s', (source, value) => {
    expect(literalOf(source)).toBe(value)
    if (value !== undefined) expect(literalOf(sourceOf(value))).toBe(value)
  })
})

describe('menus', () => {
  test('everything that runs is offered, and nothing else counts as running', () => {
    const kinds = Object.keys(elements)
    expect(EXECUTED.length).toBeGreaterThanOrEqual(kinds.length)
    expect(rankOf('append-user-task')).toBe(0)
    expect(rankOf('replace-with-none-end')).toBe(rankOf('create-none-end-event'))
    const catalogue = [
      ...readFileSync(require.resolve('bpmn-js/lib/features/popup-menu/PopupEntries'), 'utf8').matchAll(/^ {2}'([a-z-]+)'/gm),
    ].map(([, entry]) => entry!)
    expect(catalogue.length).toBeGreaterThan(60)
    expect(catalogue.filter(entry => rankOf(`append-${entry}`) === undefined)).toEqual([])
    expect(rankOf('append-choreography-task')).toBeUndefined()
    expect(kindOf({ $type: 'bpmn:ChoreographyTask' }, [])).toHaveProperty('refused')
  })

  test('what cannot run comes last, in a group that says so', () => {
    const entries = {
      'append-choreography-task': { label: 'a' },
      'append-none-end-event': { label: 'b' },
      'append-user-task': { label: 'c' },
    }
    const sorted = runsFirst(entries, '不能运行')
    expect(Object.keys(sorted)).toEqual(['append-user-task', 'append-none-end-event', 'append-choreography-task'])
    expect(sorted['append-choreography-task']!.group).toEqual({ id: 'drawn-only', name: '不能运行' })
  })
})

test('a new diagram has nothing to complain about', async () => {
  const { problems, processes } = await readDefinition(blankDiagram('甲 & "乙"', { start: '开始', end: '结束' }))
  expect(problems).toEqual([])
  expect(processes).toHaveLength(1)
})

test('names of files fit every system', () => {
  expect(fileName('客户: A/B 级 审批', 'bpmn')).toBe('客户-A-B-级-审批.bpmn')
  expect(fileName(' ../ ', 'svg')).toBe('process.svg')
})
