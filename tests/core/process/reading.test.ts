import { translate } from '#core/process/bpmn/foreign/expression'
import { LIMITS, prescan } from '#core/process/bpmn/prescan'
import { bpmn, flow } from '../../support/process.js'
import { graphOf } from '../../support/play.js'

describe('pre-scan of a file from outside', () => {
  const around = (inside: string) => `<?xml version="1.0"?><a xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">${inside}</a>`
  it.each([
    ['more than 512 KB', around(`<b>${'x'.repeat(LIMITS.bytes)}</b>`), 'BPMN_TOO_LARGE'],
    ['Chinese text beyond 512 KB of bytes', around(`<b>${'字'.repeat(200_000)}</b>`), 'BPMN_TOO_LARGE'],
    ['too many elements', around('<b/>'.repeat(LIMITS.elements + 1)), 'BPMN_TOO_LARGE'],
    ['too many attributes', around(`<b ${Array.from({ length: 65 }, (_, i) => `a${i}="1"`).join(' ')}/>`), 'BPMN_TOO_LARGE'],
    ['a huge tag', around(`<b name="${'x'.repeat(LIMITS.tag)}"/>`), 'BPMN_TOO_LARGE'],
    ['deep nesting', around('<b>'.repeat(64) + '</b>'.repeat(64)), 'BPMN_TOO_DEEP'],
    ['a DOCTYPE', `<!DOCTYPE a [<!ENTITY x "y">]>${around('')}`, 'BPMN_DTD'],
    ['a processing instruction', around('<?php x ?>'), 'BPMN_PROCESSING_INSTRUCTION'],
    ['a control character', around('<b name="\u0001"/>'), 'BPMN_CONTROL_CHARACTER'],
    ['a control character by number', around('<b name="&#1;"/>'), 'BPMN_CONTROL_CHARACTER'],
    ['the same id twice', around('<b id="x"/><c id="x"/>'), 'DUPLICATE_ID'],
    ['a reserved id', around('<b id="__proto__"/>'), 'ILLEGAL_ID'],
    ['unbalanced tags', around('<b></c>'), 'BPMN_MALFORMED'],
    ['odd quotes', around('<b a="1\' b=2/>'), 'BPMN_MALFORMED'],
    ['an undeclared prefix', around('<x:b/>'), 'BPMN_MALFORMED'],
    ['two roots', `${around('')}<b/>`, 'BPMN_MALFORMED'],
    ['nothing', '', 'BPMN_MALFORMED'],
  ])('refuses %s', (_what, xml, code) => {
    expect(prescan(xml)).toMatchObject({ code })
  })

  it('names the line', () => {
    expect(prescan(around('\n\n<b id="x"/>\n<c id="x"/>'))).toMatchObject({ at: 'x', params: { line: 4 } })
  })

  it('lets line breaks by number and foreign ids pass', () => {
    expect(prescan(around('<b name="a&#10;b&#xA;c"/><x:b xmlns:x="x" id="1 2"/><x:c xmlns:x="x" id="1 2"/>'))).toBeUndefined()
  })
})

describe('expressions of other tools', () => {
  it.each([
    ['${amount > 5}', 'amount > 5'],
    ['#{approved}', 'approved'],
    ['${!approved}', '$not(approved)'],
    ["${color == 'red' && size != 3}", 'color = "red" and size != 3'],
    ['${a.b ge 1 or not c}', 'a.b >= 1 or $not(c)'],
    ["${clarified.equals('yes')}", '(clarified = "yes")'],
    ['${doc == null}', '($not($exists(doc)) or doc = null)'],
    ['${empty list}', '$not($boolean(list))'],
    ['=amount > 5', 'amount > 5'],
    ['= status = "open" and not(late)', 'status = "open" and $not(late)'],
    ['${(a + b) * 2 > 10}', '(a + b) * 2 > 10'],
    ['${金额 > 5}', '`金额` > 5'],
  ])('%s → %s', (source, jsonata) => {
    expect(translate(source)).toEqual({ jsonata })
  })

  it.each([
    '${bean.check(x)}',
    '${a ? b : c}',
    '=day of week(today()) = "Tuesday"',
    '${a}${b}',
    '${a >}',
    '= if x then 1 else 2',
  ])('%s is left alone', source => expect(translate(source)).toEqual({ foreign: source.trim() }))

  it.each(['amount > 5', 'days', '$now()'])('%s is ours', source => expect(translate(source)).toBeUndefined())

  it('say who does a task', async () => {
    const task = (id: string, attributes: string, inside = '') =>
      `<bpmn:userTask id="${id}" ${attributes}>${inside}</bpmn:userTask>`
    const eight =
      '<bpmn:extensionElements><zeebe:assignmentDefinition assignee="=boss" candidateGroups="x"/></bpmn:extensionElements>'
    const graph = await graphOf(
      bpmn(
        task('a', 'camunda:assignee="bob"') +
          task('b', 'camunda:assignee="${initiator}"') +
          task('c', 'camunda:candidateGroups="sales"') +
          task('d', 'camunda:candidateUsers="bob, eve"') +
          task('e', '', eight) +
          flow('1a', 'a', 'b').replace('1a', 'ab'),
      ),
    )
    expect(graph.nodes.map(node => node.settings.assignment)).toEqual([
      { type: 'user', users: ['bob'] },
      { type: 'initiator' },
      { type: 'role', role: 'sales' },
      { type: 'user', users: ['bob', 'eve'] },
      { type: 'expression', expression: 'boss' },
    ])
  })
})

describe('our own settings', () => {
  it('are read from the extension elements', async () => {
    const settings =
      '<bpmn:extensionElements><formloom:assignment type="head" of="field" field="owner" level="2"/><formloom:rights><formloom:right field="x" access="required"/></formloom:rights>' +
      '<formloom:outcomes><formloom:outcome name="refuse" label="拒绝" opinion="true"/></formloom:outcomes></bpmn:extensionElements>'
    const trigger =
      '<bpmn:extensionElements><formloom:formTrigger form="leave" on="updated" when="days > 1"/></bpmn:extensionElements>'
    const notify =
      '<bpmn:extensionElements><formloom:action type="notify" title="{{ x }}"><formloom:body>text</formloom:body><formloom:to type="role" role="r" pick="fewest"/></formloom:action></bpmn:extensionElements>'
    const graph = await graphOf(
      bpmn(
        `<bpmn:startEvent id="s">${trigger}</bpmn:startEvent><bpmn:userTask id="u" formloom:due="P2D">${settings}</bpmn:userTask><bpmn:serviceTask id="n">${notify}</bpmn:serviceTask>` +
          flow('f1', 's', 'u') +
          flow('f2', 'u', 'n'),
        '',
        'id="p" formloom:zone="Asia/Shanghai"',
      ),
    )
    expect(graph.zone).toBe('Asia/Shanghai')
    expect(graph.nodes.map(node => node.settings)).toEqual([
      { name: '', trigger: { form: 'leave', on: 'updated', when: 'days > 1' } },
      {
        name: '',
        assignment: { type: 'head', of: { field: 'owner' }, level: 2 },
        rights: { x: 'required' },
        outcomes: [{ name: 'refuse', label: '拒绝', opinion: true }],
        due: 'P2D',
      },
      { name: '', action: { type: 'notify', title: '{{ x }}', body: 'text', to: { type: 'role', role: 'r', pick: 'fewest' } } },
    ])
  })

  it('of a lane hold for its user tasks that name nobody', async () => {
    const lanes =
      '<bpmn:laneSet id="ls"><bpmn:lane id="l"><bpmn:extensionElements><formloom:assignment type="role" role="lead"/></bpmn:extensionElements><bpmn:flowNodeRef>u</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>'
    const graph = await graphOf(bpmn(`${lanes}<bpmn:userTask id="u"/>`))
    expect(graph.nodes[0]!.settings.assignment).toEqual({ type: 'role', role: 'lead' })
  })
})
