import { readDefinition } from '#core/process/read-definition'
import { bpmn, flow } from '../../support/process.js'

/** What is wrong, the code, the element that is named, the inside of a process (and root elements). */
type Case = [title: string, code: string, at: string, inside: string, roots?: string]

const S = '<bpmn:startEvent id="s"/>'
const E = '<bpmn:endEvent id="e"/>'
const sound = `${S}<bpmn:task id="t"/>${E}${flow('f1', 's', 't')}${flow('f2', 't', 'e')}`
const link = (tag: string, id: string, name: string) =>
  `<bpmn:intermediate${tag}Event id="${id}"><bpmn:linkEventDefinition name="${name}"/></bpmn:intermediate${tag}Event>`
const undo = '<bpmn:boundaryEvent id="b" attachedToRef="t"><bpmn:compensateEventDefinition/></bpmn:boundaryEvent>'
const association = '<bpmn:association id="a" sourceRef="b" targetRef="h"/>'
const cancel = '<bpmn:cancelEventDefinition/>'
const eventSub = (inside: string) => `<bpmn:subProcess id="x" triggeredByEvent="true">${inside}</bpmn:subProcess>`
const message = '<bpmn:message id="M" name="m"/>'
const started = '<bpmn:startEvent id="xs"><bpmn:messageEventDefinition messageRef="M"/></bpmn:startEvent>'

const error = '<bpmn:errorEventDefinition errorRef="Err"/>'
const both = '<bpmn:messageEventDefinition messageRef="M"/><bpmn:messageEventDefinition messageRef="N"/>'

const refused: Case[] = [
  [
    'an error boundary event that does not interrupt',
    'ALWAYS_INTERRUPTS',
    'b',
    `${sound}<bpmn:boundaryEvent id="b" attachedToRef="t" cancelActivity="false">${error}</bpmn:boundaryEvent>${flow('f3', 'b', 'e')}`,
    '<bpmn:error id="Err" errorCode="1"/>',
  ],
  [
    'an event sub-process that runs beside the error that began it',
    'ALWAYS_INTERRUPTS',
    'xs',
    sound + eventSub(`<bpmn:startEvent id="xs" isInterrupting="false">${error}</bpmn:startEvent>`),
    '<bpmn:error id="Err" errorCode="1"/>',
  ],
  [
    'a start that needs all of its triggers',
    'ELEMENT_NOT_EXECUTED',
    'm',
    `${sound}<bpmn:startEvent id="m" parallelMultiple="true">${both}</bpmn:startEvent>${flow('f3', 'm', 't')}`,
    `${message}<bpmn:message id="N" name="n"/>`,
  ],
  ['a link throw without a catch', 'LINK_WITHOUT_CATCH', 'l', `${sound}${link('Throw', 'l', 'a')}${flow('f3', 't', 'l')}`],
  ['a link without a name', 'LINK_NAME_MISSING', 'l', `${sound}${link('Throw', 'l', '')}${flow('f3', 't', 'l')}`],
  [
    'two catches of one link',
    'LINK_CATCH_TWICE',
    'c2',
    `${S}${link('Throw', 'l', 'a')}${link('Catch', 'c1', 'a')}${link('Catch', 'c2', 'a')}${E}${flow('f1', 's', 'l')}${flow('f2', 'c1', 'e')}${flow('f3', 'c2', 'e')}`,
  ],
  [
    'a flow out of a link throw',
    'LINK_FLOW',
    'l',
    `${S}${link('Throw', 'l', 'a')}${link('Catch', 'c', 'a')}${E}${flow('f1', 's', 'l')}${flow('f2', 'l', 'e')}${flow('f3', 'c', 'e')}`,
  ],
  ['a compensation event without a handler', 'COMPENSATION_HANDLER_MISSING', 'b', sound + undo],
  [
    'a handler that is not marked',
    'NOT_FOR_COMPENSATION',
    'h',
    `${sound}${undo}<bpmn:task id="h"/>${flow('f3', 't', 'h')}${association}`,
  ],
  [
    'a handler with a flow',
    'COMPENSATION_FLOWS',
    'h',
    `${sound}${undo}<bpmn:task id="h" isForCompensation="true"/>${flow('f3', 'h', 'e')}${association}`,
  ],
  ['a handler that nothing leads to', 'COMPENSATION_HANDLER_UNUSED', 'h', `${sound}<bpmn:task id="h" isForCompensation="true"/>`],
  [
    'a throw that compensates an activity of elsewhere',
    'COMPENSATION_ACTIVITY_UNKNOWN',
    'c',
    `${S}<bpmn:subProcess id="sub"><bpmn:task id="inner"/></bpmn:subProcess><bpmn:endEvent id="c"><bpmn:compensateEventDefinition activityRef="inner"/></bpmn:endEvent>${flow('f1', 's', 'sub')}${flow('f2', 'sub', 'c')}`,
  ],
  [
    'a cancel end outside of a transaction',
    'CANCEL_OUTSIDE_TRANSACTION',
    'c',
    `${S}<bpmn:endEvent id="c">${cancel}</bpmn:endEvent>${flow('f1', 's', 'c')}`,
  ],
  [
    'a cancel boundary on a task',
    'CANCEL_OUTSIDE_TRANSACTION',
    'b',
    `${sound}<bpmn:boundaryEvent id="b" attachedToRef="t">${cancel}</bpmn:boundaryEvent>${flow('f3', 'b', 'e')}`,
  ],
  [
    'an event sub-process in the flow',
    'EVENT_SUB_PROCESS_FLOWS',
    'x',
    `${sound}${eventSub(started)}${flow('f3', 't', 'x')}`,
    message,
  ],
  ['an event sub-process without a start', 'EVENT_SUB_PROCESS_START_MISSING', 'x', sound + eventSub('<bpmn:task id="xt"/>')],
  [
    'an event sub-process without a trigger',
    'EVENT_SUB_PROCESS_TRIGGER_MISSING',
    'xs',
    sound + eventSub('<bpmn:startEvent id="xs"/>'),
  ],
  [
    'a process that an error starts',
    'START_TRIGGER_INSIDE_ONLY',
    'x',
    `<bpmn:startEvent id="x"><bpmn:errorEventDefinition errorRef="R"/></bpmn:startEvent>${E}${flow('f1', 'x', 'e')}`,
    '<bpmn:error id="R" errorCode="R"/>',
  ],
  [
    'an instantiating task behind another',
    'INSTANTIATE_HAS_INCOMING',
    'r',
    `${S}<bpmn:receiveTask id="r" messageRef="M" instantiate="true"/>${E}${flow('f1', 's', 'r')}${flow('f2', 'r', 'e')}`,
    message,
  ],
  [
    'an end event in an ad-hoc sub-process',
    'AD_HOC_EVENT',
    'xe',
    `${S}<bpmn:adHocSubProcess id="x"><bpmn:task id="a"/><bpmn:endEvent id="xe"/>${flow('g', 'a', 'xe')}</bpmn:adHocSubProcess>${E}${flow('f1', 's', 'x')}${flow('f2', 'x', 'e')}`,
  ],
  [
    'a call of nothing',
    'CALLED_PROCESS_MISSING',
    'c',
    `${S}<bpmn:callActivity id="c"/>${E}${flow('f1', 's', 'c')}${flow('f2', 'c', 'e')}`,
  ],
]

const gate = (kind: string, id: string) => `<bpmn:${kind}Gateway id="${id}"/>`
const branches = (split: string, join: string) =>
  `${S}${gate(split, 'g')}<bpmn:task id="a"/><bpmn:task id="b"/>${gate(join, 'j')}<bpmn:task id="t"/>${E}` +
  `${flow('f1', 's', 'g')}${flow('f2', 'g', 'a', 'x')}${flow('f3', 'g', 'b', 'y')}${flow('f4', 'a', 'j')}${flow('f5', 'b', 'j')}${flow('f6', 'j', 't')}${flow('f7', 't', 'e')}`

describe('lint of events, links, compensation and calls', () => {
  it.each(refused)('refuses %s', async (...[, code, at, inside, roots]: Case) => {
    const { processes, problems } = await readDefinition(bpmn(inside, roots))
    expect(problems).toContainEqual(expect.objectContaining({ code, at, severity: 'error' }))
    expect(processes).toEqual([])
  })
})

describe('lint of how branches come together', () => {
  const warnings = async (inside: string): Promise<[string, string | undefined, unknown][]> =>
    (await readDefinition(bpmn(inside))).problems
      .filter(found => found.code === 'DEADLOCK' || found.code === 'LACK_OF_SYNCHRONISATION')
      .map(found => [found.code, found.at, found.params?.path])

  it('names the path to a join that waits for ever', async () => {
    expect(await warnings(branches('exclusive', 'parallel'))).toEqual([['DEADLOCK', 'j', ['s', 'g', 'b']]])
  })

  it('names the path to an element that runs twice', async () => {
    expect(await warnings(branches('parallel', 'exclusive'))).toEqual([
      ['LACK_OF_SYNCHRONISATION', 't', expect.arrayContaining(['g', 'a', 'b', 'j'])],
    ])
  })

  it.each([
    ['parallel', 'parallel'],
    ['exclusive', 'exclusive'],
    ['inclusive', 'inclusive'],
    ['parallel', 'inclusive'],
    ['exclusive', 'inclusive'],
    ['parallel', 'complex'],
    ['inclusive', 'complex'],
  ])('says nothing of %s branches in an %s join', async (split, join) => {
    expect(await warnings(branches(split, join))).toEqual([])
  })

  it('takes a complex gateway for the join of parallel branches', async () => {
    const codes = async (join: string) =>
      (await readDefinition(bpmn(branches('parallel', join)))).problems.map(found => found.code)
    expect(await codes('complex')).not.toContain('SPLIT_JOIN_MISMATCH')
    expect(await codes('exclusive')).toContain('SPLIT_JOIN_MISMATCH')
  })

  it('sees an interrupting boundary event lead around a join', async () => {
    const around =
      `${S}${gate('parallel', 'g')}<bpmn:task id="a"/><bpmn:task id="b"/>${gate('parallel', 'j')}${E}<bpmn:endEvent id="late"/>` +
      '<bpmn:boundaryEvent id="due" attachedToRef="a"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>' +
      `${flow('f1', 's', 'g')}${flow('f2', 'g', 'a')}${flow('f3', 'g', 'b')}${flow('f4', 'a', 'j')}${flow('f5', 'b', 'j')}${flow('f6', 'j', 'e')}${flow('f7', 'due', 'late')}`
    expect((await warnings(around)).map(([code, at]) => [code, at])).toEqual([['DEADLOCK', 'j']])
  })

  it('looks at a process with twenty parallel branches of choices in bounded time', async () => {
    const parts = Array.from({ length: 20 }, (_, n) => n)
    const wide =
      `${S}${gate('parallel', 'g')}${gate('parallel', 'j')}${E}${flow('in', 's', 'g')}${flow('out', 'j', 'e')}` +
      parts
        .map(
          n =>
            `${gate('exclusive', `x${n}`)}<bpmn:task id="a${n}"/><bpmn:task id="b${n}"/>${gate('exclusive', `m${n}`)}` +
            `${flow(`p${n}`, 'g', `x${n}`)}${flow(`q${n}`, `x${n}`, `a${n}`, 'y')}${flow(`r${n}`, `x${n}`, `b${n}`, 'z')}${flow(`t${n}`, `a${n}`, `m${n}`)}${flow(`u${n}`, `b${n}`, `m${n}`)}${flow(`v${n}`, `m${n}`, 'j')}`,
        )
        .join('')
    expect(await warnings(wide)).toEqual([])
  })
})
