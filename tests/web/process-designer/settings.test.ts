import { extension } from '#core/process/bpmn/moddle'
import { parse } from '#core/process/bpmn/parse'
import { putAction, readAction } from '@/process-designer/settings/action'
import { assignmentAttributes, isComplete, readAssignment, type AssignmentDraft } from '@/process-designer/settings/assignment'
import { putDocumentation, putExtension } from '@/process-designer/settings/edit'
import { declareRoot, eventOf, putTimer, readTimer, rootsOf } from '@/process-designer/settings/events'
import { freeName, putOutcomes, putRights, readOutcomes, readRights, withRights } from '@/process-designer/settings/rights'
import { diagram } from './diagram'

const nobody = readAssignment(undefined)
const ASSIGNMENTS: [Partial<AssignmentDraft>, object][] = [
  [
    { type: 'user', users: ['u1', 'u2'] },
    { type: 'user', users: ['u1', 'u2'] },
  ],
  [
    { type: 'role', role: 'manager', fewest: true },
    { type: 'role', role: 'manager', pick: 'fewest' },
  ],
  [
    { type: 'department', department: 'd1' },
    { type: 'department', department: 'd1' },
  ],
  [
    { type: 'head', of: 'initiator', level: 2 },
    { type: 'head', of: 'initiator', level: 2 },
  ],
  [
    { type: 'head', of: 'field', field: 'owner' },
    { type: 'head', of: { field: 'owner' } },
  ],
  [
    { type: 'field', field: 'owner' },
    { type: 'field', field: 'owner' },
  ],
  [{ type: 'initiator' }, { type: 'initiator' }],
  [
    { type: 'expression', expression: 'owner' },
    { type: 'expression', expression: 'owner' },
  ],
]

describe('what the panel writes', () => {
  test.each(ASSIGNMENTS)('an assignment %j is what the core reads', async (part, expected) => {
    const it = await diagram()
    it.apply(putExtension(it.create, it.at('task'), 'formloom:Assignment', assignmentAttributes({ ...nobody, ...part })))
    expect(it.settings('task').assignment).toEqual(expected)
    expect(isComplete({ ...nobody, ...part })).toBe(true)
    expect(readAssignment(extension(it.at('task'), 'formloom:Assignment'))).toEqual({ ...nobody, ...part })
  })

  test('a half-made assignment is not complete, and the core says so rather than guess', async () => {
    const it = await diagram()
    it.apply(
      putExtension(it.create, it.at('task'), 'formloom:Assignment', assignmentAttributes({ ...nobody, type: 'department' })),
    )
    expect(isComplete({ ...nobody, type: 'department' })).toBe(false)
    expect(it.settings('task').assignment).toBeUndefined()
  })

  test('settings of other tools and unknown attributes outlive every write', async () => {
    const it = await diagram()
    const task = it.at('task')
    it.apply(putExtension(it.create, task, 'formloom:Assignment', assignmentAttributes({ ...nobody, type: 'initiator' })))
    it.apply(
      putOutcomes(it.create, task, [
        { name: 'approve', label: '准', opinion: true },
        { name: 'refuse', label: '', opinion: false },
      ]),
    )
    it.apply(putRights(it.create, task, { grade: 'write' }))
    const xml = await it.xml()
    for (const part of [
      'camunda:formKey="embedded:x"',
      'acme:colour="red"',
      'class="org.acme.Listener"',
      'acme:note="kept"',
      'acme:weight="3"',
      '<acme:why>law</acme:why>',
    ])
      expect(xml).toContain(part)
    expect(await parse(xml)).toHaveProperty('definitions')
  })

  test('taking the last setting away leaves no empty holder; others stay', async () => {
    const it = await diagram()
    it.apply(putRights(it.create, it.at('service'), { grade: 'read' }))
    it.apply(putRights(it.create, it.at('service'), {}))
    expect(it.at('service').extensionElements).toBeUndefined()
    it.apply(putExtension(it.create, it.at('task'), 'formloom:Assignment', undefined))
    expect(it.settings('task').assignment).toBeUndefined()
    expect(readOutcomes(it.at('task'))).toEqual([{ name: 'approve', label: '同意', opinion: false }])
  })

  test('rights: a field that can just be read has no entry', async () => {
    const it = await diagram()
    const rights = withRights(withRights({}, ['a', 'b', 'c'], 'write'), ['b'], 'read')
    it.apply(putRights(it.create, it.at('task'), withRights(rights, ['c'], 'required')))
    expect(it.settings('task').rights).toEqual({ a: 'write', c: 'required' })
    expect(readRights(it.at('task'))).toEqual({ a: 'write', c: 'required' })
  })

  test('outcomes: names are free and stay', () => {
    expect(freeName([{ name: 'outcome2', label: '', opinion: false }])).toBe('outcome3')
    expect(freeName([])).toBe('outcome1')
  })

  test('documentation', async () => {
    const it = await diagram()
    it.apply(putDocumentation(it.create, it.at('task'), '请核对'))
    it.apply(putDocumentation(it.create, it.at('task'), '请仔细核对'))
    expect(it.settings('task').documentation).toBe('请仔细核对')
    it.apply(putDocumentation(it.create, it.at('task'), ' '))
    expect(it.settings('task').documentation).toBeUndefined()
  })
})

describe('actions', () => {
  const empty = async () => readAction((await diagram()).at('service'))

  test.each([
    [
      { type: 'set-fields', params: [{ name: 'grade', value: '"A"' }] },
      { type: 'set-fields', values: { grade: '"A"' } },
    ],
    [
      { type: 'set-person', field: 'owner', ifEmpty: true, to: { ...nobody, type: 'role', role: 'sales', fewest: true } },
      { type: 'set-person', field: 'owner', ifEmpty: true, to: { type: 'role', role: 'sales', pick: 'fewest' } },
    ],
    [
      { type: 'create-record', form: 'visit', into: 'visit', params: [{ name: 'when', value: '$now' }] },
      { type: 'create-record', form: 'visit', into: 'visit', values: { when: '$now' } },
    ],
    [
      { type: 'notify', title: '{{ company }}', body: '请看', to: { ...nobody, type: 'initiator' } },
      { type: 'notify', title: '{{ company }}', body: '请看', to: { type: 'initiator' } },
    ],
    [
      { type: 'webhook', url: 'https://a.example', method: 'PUT', body: '{}', result: 'r' },
      { type: 'webhook', url: 'https://a.example', method: 'PUT', body: '{}', result: 'r' },
    ],
  ] as const)('%j', async (part, expected) => {
    const it = await diagram()
    it.apply(putAction(it.create, it.at('service'), { ...(await empty()), ...part } as never))
    expect(it.settings('service').action).toEqual(expected)
    const again = await diagram(await it.xml())
    expect(again.settings('service').action).toEqual(expected)
  })

  test('another kind leaves nothing of the one before', async () => {
    const it = await diagram()
    const notify = { ...(await empty()), type: 'notify' as const, title: 'x', to: { ...nobody, type: 'initiator' as const } }
    it.apply(putAction(it.create, it.at('service'), notify))
    it.apply(
      putAction(it.create, it.at('service'), { ...readAction(it.at('service')), type: 'webhook', url: 'https://a.example' }),
    )
    const xml = await it.xml()
    expect(xml).not.toContain('title=')
    expect(xml).not.toContain('type="initiator"')
    it.apply(putAction(it.create, it.at('service'), { ...readAction(it.at('service')), type: '' }))
    expect(it.at('service').extensionElements).toBeUndefined()
  })
})

describe('events', () => {
  test('a timer says one thing', async () => {
    const it = await diagram()
    const timer = eventOf(it.at('wait'), 'Timer')!
    it.apply(putTimer(it.create, timer, 'timeDuration', 'P3D'))
    it.apply(putTimer(it.create, timer, 'timeCycle', 'R/P1W'))
    expect(readTimer(timer)).toEqual({ kind: 'timeCycle', text: 'R/P1W' })
    expect(await it.xml()).not.toContain('timeDuration')
    it.apply(putTimer(it.create, timer, 'timeDate', ''))
    expect(readTimer(timer)).toEqual({ kind: 'timeDate', text: '' })
  })

  test('a message is declared once and referred to by name', async () => {
    const it = await diagram()
    it.apply(declareRoot(it.create, it.definitions, it.at('receive'), 'Message', '付款到账'))
    it.apply(declareRoot(it.create, it.definitions, it.at('receive'), 'Message', '付款到账'))
    expect(rootsOf(it.definitions, 'Message')).toHaveLength(1)
    const again = await diagram(await it.xml())
    expect((again.at('receive').messageRef as { name: string }).name).toBe('付款到账')
  })
})
