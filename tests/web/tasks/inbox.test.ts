import type { TaskRow } from '../../../server/tasks/tasks.api'
import { countBy, groupTasks, neighbour, passes } from '@/pages/tasks/group-tasks'
import { dropTaskDraft, keepTaskDraft, readTaskDraft } from '@/pages/tasks/task-draft'
import { phrasesFor, verbsOf, type Outcome } from '@/pages/tasks/task-verbs'
import { editAccess, readAccess, writable } from '@/pages/tasks/step-access'
import { doneBy } from '@/pages/tasks/done-by'
import type { Form } from '#core/form/form'
import { speak } from '../../support/texts'

const now = new Date(2026, 10, 20, 14, 0).getTime()
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
const row = (id: string, more: Partial<TaskRow> = {}): TaskRow => ({
  id,
  name: '审批',
  process: '等级调整',
  app: 'crm',
  title: id,
  facts: [],
  state: 'open',
  assignee: null,
  candidates: 0,
  startedBy: null,
  createdAt: at(-5),
  dueAt: null,
  completedAt: null,
  outcome: null,
  outcomeLabel: null,
  formId: null,
  recordId: null,
  instanceId: 'i',
  unread: false,
  ...more,
})
const outcome = (name: string, label: string, more: Partial<Outcome> = {}): Outcome => ({
  name,
  label,
  opinion: false,
  primary: false,
  ...more,
})

beforeEach(() => {
  speak('zh-CN')
  localStorage.clear()
})

test('open tasks by urgency, each group in the order that it came', () => {
  const rows = [
    row('tomorrow', { dueAt: at(24) }),
    row('late', { dueAt: at(-1) }),
    row('none'),
    row('evening', { dueAt: at(4) }),
    row('later today', { dueAt: at(2) }),
    row('done', { dueAt: at(-9), state: 'completed' }),
  ]
  expect(groupTasks(rows, now).map(group => [group.name, group.rows.map(each => each.id)])).toEqual([
    ['overdue', ['late']],
    ['today', ['evening', 'later today']],
    ['later', ['tomorrow', 'none', 'done']],
  ])
  expect(groupTasks([], now)).toEqual([])
})

test.each([
  ['b', 'c'],
  ['d', 'b'],
  ['elsewhere', 'a'],
])('after %s the list goes on with %s', (id, expected) => {
  const rows = [row('a'), row('b'), row('c'), row('x', { state: 'completed' }), row('d')]
  const shown = id === 'd' ? rows.filter(each => each.id !== 'c') : rows
  expect(neighbour(shown, id)).toBe(expected)
})
test('after the only one there is none', () => expect(neighbour([row('a')], 'a')).toBeUndefined())

test('filters by process or app, and counts of both', () => {
  const rows = [row('a', { process: 'P' }), row('b', { process: 'Q' }), row('c', { process: 'Q', app: 'hr' })]
  expect(rows.filter(each => passes(each, { process: 'Q' })).map(each => each.id)).toEqual(['b', 'c'])
  expect(rows.filter(each => passes(each, { app: 'crm' })).map(each => each.id)).toEqual(['a', 'b'])
  expect(countBy(rows, 'process')).toEqual([
    { value: 'Q', count: 2 },
    { value: 'P', count: 1 },
  ])
})

test.each([
  [
    'approve and refuse',
    [outcome('approve', '同意', { primary: true }), outcome('refuse', '拒绝', { opinion: true })],
    ['a', 'r'],
  ],
  ['a refusal by its label only', [outcome('x1', '同意', { primary: true }), outcome('x2', '驳回')], ['a', 'r']],
  [
    'a return',
    [outcome('approve', '同意', { primary: true }), outcome('return', '退回'), outcome('reject', '不同意')],
    ['a', 'b', 'r'],
  ],
  [
    'several of one kind take numbers',
    [outcome('one', '甲', { primary: true }), outcome('two', '乙'), outcome('three', '丙')],
    ['a', '2', '3'],
  ],
  [
    'two refusals do not share a key',
    [outcome('a', '同意', { primary: true }), outcome('reject', '拒绝'), outcome('refuse', '驳回')],
    ['a', 'r', '3'],
  ],
])('keys: %s', (_name, outcomes, keys) => {
  expect(verbsOf(outcomes).map(verb => verb.key)).toEqual(keys)
})

test('a step without verbs is completed; a refusal is never the filled verb', () => {
  expect(verbsOf([outcome('complete', '', { primary: true })])[0]).toMatchObject({ text: '完成', key: 'a', negative: false })
  expect(verbsOf([outcome('refuse', '拒绝', { primary: true })])[0]!.negative).toBe(false)
  const [yes, no] = verbsOf([outcome('approve', '同意', { primary: true }), outcome('refuse', '拒绝')])
  expect(phrasesFor(yes)).toContain('资料齐全')
  expect(phrasesFor(no)).toContain('资料不全')
})

describe('the draft of a task', () => {
  const kept = { values: { category: 'key' }, opinion: '可以', key: 'k1', version: 3, rev: 7 }

  test('comes back after a reload, for this person and this task alone', () => {
    expect(keepTaskDraft('me', 'i.1', kept)).toBe(true)
    expect(readTaskDraft('me', 'i.1')).toMatchObject(kept)
    expect(readTaskDraft('me', 'i.2')).toBeUndefined()
    expect(readTaskDraft('you', 'i.1')).toBeUndefined()
  })

  test('nothing typed leaves nothing; a sent one is forgotten; an old one is gone', () => {
    keepTaskDraft('me', 't', kept)
    keepTaskDraft('me', 't', { ...kept, values: {}, opinion: '  ' })
    expect(readTaskDraft('me', 't')).toBeUndefined()
    keepTaskDraft('me', 't', kept)
    dropTaskDraft('me', 't')
    expect(readTaskDraft('me', 't')).toBeUndefined()
    keepTaskDraft('me', 't', kept, now)
    expect(readTaskDraft('me', 't', now + 31 * 86_400_000)).toBeUndefined()
  })
})

test('what a step fills is in boxes, what it reads is text, what is hidden or empty is neither', () => {
  const form: Form = {
    key: 'f',
    name: 'f',
    fields: [
      { key: 'head', kind: 'divider', label: 'h' },
      { key: 'company', kind: 'text', label: '名称' },
      { key: 'category', kind: 'text', label: '类别' },
      { key: 'secret', kind: 'text', label: '密' },
      { key: 'number', kind: 'serial', label: '号', pattern: '{0000}' },
      { key: 'blank', kind: 'text', label: '空' },
    ],
    layout: [],
  }
  const access = { '*': 'read', category: 'required', secret: 'hidden', number: 'write' } as const
  expect(writable(form, access)).toEqual(['category'])
  expect(editAccess(form, access)).toMatchObject({ company: 'hidden', category: 'required', head: 'hidden', number: 'hidden' })
  const read = readAccess(form, access, { company: '甲', category: '乙', secret: '丙', number: '1' }, ['category'])
  expect(read).toMatchObject({ '*': 'read', category: 'hidden', secret: 'hidden', blank: 'hidden' })
  expect(read).not.toHaveProperty('company')
  expect(read).not.toHaveProperty('head')
})

test('who finished a task is told by the step that ended with it', () => {
  const step = (more: object) => ({ element: 'e', name: '审批', state: 'done' as const, people: ['陈立群'], ...more })
  const task = { name: '审批', completedAt: at(-1) }
  expect(doneBy(task, { steps: [step({ at: at(-2), people: ['别人'] }), step({ at: at(-1) })] })?.people).toEqual(['陈立群'])
  expect(doneBy({ ...task, completedAt: null }, { steps: [step({})] })).toBeUndefined()
})
