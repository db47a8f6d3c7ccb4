import { readDefinition, type Known } from '#core/process/read-definition'
import { bpmn, flow, timerEvent } from '../../support/process.js'

const S = '<bpmn:startEvent id="s"/>'
const E = '<bpmn:endEvent id="e"/>'
const T = (id: string, inside = '') => `<bpmn:task id="${id}">${inside}</bpmn:task>`
const gate = (kind: string, id: string, attributes = '') => `<bpmn:${kind}Gateway id="${id}"${attributes}/>`
const sound = S + T('t') + E + flow('f1', 's', 't') + flow('f2', 't', 'e')
const boundary = (id: string, host: string, inside: string) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}">${inside}</bpmn:boundaryEvent>`
const catching = (id: string, inside: string) => `<bpmn:intermediateCatchEvent id="${id}">${inside}</bpmn:intermediateCatchEvent>`
const line = (inside: string, id: string) => S + inside + E + flow('f1', 's', id) + flow('f2', id, 'e')
const sub = (inside: string) => `<bpmn:subProcess id="sub">${inside}</bpmn:subProcess>`

type Case = [what: string, code: string, at: string | undefined, inside: string, roots?: string]

const errors: Case[] = [
  ['a flow into a start event', 'START_HAS_INCOMING', 's', sound + flow('f3', 't', 's')],
  ['a flow out of an end event', 'END_HAS_OUTGOING', 'e', sound + flow('f3', 'e', 't')],
  [
    'a flow into a boundary event',
    'BOUNDARY_HAS_INCOMING',
    'b',
    `${sound}${boundary('b', 't', timerEvent('timeDuration', 'PT1H'))}${flow('f3', 't', 'b')}${flow('f4', 'b', 'e')}`,
  ],
  ['a flow that ends nowhere', 'FLOW_DANGLING', 'f3', `${sound}<bpmn:sequenceFlow id="f3" sourceRef="t"/>`],
  ['a flow to what does not exist', 'UNRESOLVED_REFERENCE', 'f3', sound + flow('f3', 't', 'nowhere')],
  ['a flow into a sub-process', 'FLOW_CROSSES_SCOPE', 'f3', line(sub(T('in')), 'sub') + flow('f3', 's', 'in')],
  [
    'a boundary event on nothing',
    'BOUNDARY_NOT_ATTACHED',
    'b',
    `${sound}<bpmn:boundaryEvent id="b">${timerEvent('timeDuration', 'PT1H')}</bpmn:boundaryEvent>${flow('f3', 'b', 'e')}`,
  ],
  [
    'a boundary event on a gateway',
    'BOUNDARY_NOT_ATTACHED',
    'b',
    `${line(gate('parallel', 'g'), 'g')}${boundary('b', 'g', timerEvent('timeDuration', 'PT1H'))}${flow('f3', 'b', 'e')}`,
  ],
  ['the same id twice', 'DUPLICATE_ID', 't', sound + T('t')],
  ['an element without id', 'MISSING_ID', 'p', `${sound}<bpmn:task name="x"/>`],
  ['an id that is no name', 'ILLEGAL_ID', '1 x', sound + T('1 x')],
  ['an id that the modeler would drop', 'ILLEGAL_ID', '审批', sound + T('审批')],
  ['a task that nothing leads to', 'UNREACHABLE', 'island', `${sound + T('island') + flow('f3', 'island', 'e')}`],
  [
    'a circle that nothing leads to',
    'UNREACHABLE',
    'x',
    `${sound + T('x') + T('y') + flow('f3', 'x', 'y') + flow('f4', 'y', 'x')}`,
  ],
  [
    'a task behind an event-based gateway',
    'EVENT_EXPECTED',
    't',
    S + gate('eventBased', 'g') + T('t') + E + flow('f1', 's', 'g') + flow('f2', 'g', 't') + flow('f3', 't', 'e'),
  ],
  [
    'a default flow of somebody else',
    'DEFAULT_NOT_OWN',
    'g',
    S + gate('exclusive', 'g', ' default="f1"') + E + flow('f1', 's', 'g') + flow('f2', 'g', 'e'),
  ],
  ['a message event without message', 'MESSAGE_MISSING', 'm', line(catching('m', '<bpmn:messageEventDefinition/>'), 'm')],
  [
    'an error end event without error',
    'ERROR_MISSING',
    'e',
    `${S}<bpmn:endEvent id="e"><bpmn:errorEventDefinition/></bpmn:endEvent>${flow('f1', 's', 'e')}`,
  ],
  ['a timer without time', 'TIMER_MISSING', 'm', line(catching('m', '<bpmn:timerEventDefinition/>'), 'm')],
  ['a duration that is none', 'TIMER_NOT_UNDERSTOOD', 'm', line(catching('m', timerEvent('timeDuration', 'P1H')), 'm')],
  ['a date that is none', 'TIMER_NOT_UNDERSTOOD', 'm', line(catching('m', timerEvent('timeDate', '2026-02-31T09:00:00Z')), 'm')],
  ['cron', 'TIMER_NOT_UNDERSTOOD', 'm', line(catching('m', timerEvent('timeCycle', '0 0 9 * * ?')), 'm')],
  [
    'a trigger inside a sub-process',
    'SUB_PROCESS_START_TRIGGER',
    'in',
    line(sub(`<bpmn:startEvent id="in">${timerEvent('timeDuration', 'PT1H')}</bpmn:startEvent>`), 'sub'),
  ],
  [
    'two starts in a sub-process',
    'SEVERAL_STARTS_IN_SUB_PROCESS',
    'sub',
    line(sub('<bpmn:startEvent id="i1"/><bpmn:startEvent id="i2"/>'), 'sub'),
  ],
  [
    'a condition that does not parse',
    'EXPR_SYNTAX',
    'f2',
    S + gate('exclusive', 'g') + E + flow('f1', 's', 'g') + flow('f2', 'g', 'e', 'days >'),
  ],
  [
    'a setting that is not understood',
    'SETTING_NOT_UNDERSTOOD',
    'u',
    line(
      '<bpmn:userTask id="u"><bpmn:extensionElements><formloom:assignment type="planet"/></bpmn:extensionElements></bpmn:userTask>',
      'u',
    ),
  ],
  ['an attribute that BPMN has not', 'UNKNOWN_ATTRIBUTE', 't', line('<bpmn:task id="t" colour="red"/>', 't')],
  ['an element that BPMN has not', 'BPMN_NOT_UNDERSTOOD', undefined, `${sound}<bpmn:strange id="x"/>`],
  ['an empty process', 'NOTHING_TO_RUN', 'p', ''],
]

const refused: [what: string, inside: string, roots?: string][] = [
  ['callActivity', line('<bpmn:callActivity id="x"/>', 'x')],
  ['complexGateway', line('<bpmn:complexGateway id="x"/>', 'x')],
  ['transaction', line('<bpmn:transaction id="x"/>', 'x')],
  ['adHocSubProcess', line('<bpmn:adHocSubProcess id="x"/>', 'x')],
  ['eventSubProcess', `${sound}<bpmn:subProcess id="x" triggeredByEvent="true"/>`],
  ['multiInstance', line(T('x', '<bpmn:multiInstanceLoopCharacteristics/>'), 'x')],
  ['standardLoop', line(T('x', '<bpmn:standardLoopCharacteristics/>'), 'x')],
  ['isForCompensation', `${sound}<bpmn:task id="x" isForCompensation="true"/>`],
  ['startQuantity', line('<bpmn:task id="x" startQuantity="2"/>', 'x')],
  ['signalIntermediateCatchEvent', line(catching('x', '<bpmn:signalEventDefinition/>'), 'x')],
  ['conditionalIntermediateCatchEvent', line(catching('x', '<bpmn:conditionalEventDefinition/>'), 'x')],
  ['linkIntermediateCatchEvent', sound + catching('x', '<bpmn:linkEventDefinition name="l"/>')],
  ['noneIntermediateCatchEvent', line(catching('x', ''), 'x')],
  ['multipleEvents', line(catching('x', timerEvent('timeDuration', 'PT1H') + timerEvent('timeDuration', 'PT2H')), 'x')],
  ['escalationEndEvent', `${S}<bpmn:endEvent id="x"><bpmn:escalationEventDefinition/></bpmn:endEvent>${flow('f1', 's', 'x')}`],
  ['cancelEndEvent', `${S}<bpmn:endEvent id="x"><bpmn:cancelEventDefinition/></bpmn:endEvent>${flow('f1', 's', 'x')}`],
  ['signalBoundaryEvent', `${sound}${boundary('x', 't', '<bpmn:signalEventDefinition/>')}`],
  ['signalStartEvent', `<bpmn:startEvent id="x"><bpmn:signalEventDefinition/></bpmn:startEvent>${E}${flow('f1', 'x', 'e')}`],
]

const warnings: Case[] = [
  [
    'a condition behind a parallel gateway',
    'CONDITION_IGNORED',
    'f2',
    S + gate('parallel', 'g') + E + flow('f1', 's', 'g') + flow('f2', 'g', 'e', 'x = 1'),
  ],
  [
    'a flow without condition behind a decision',
    'CONDITION_MISSING',
    'f3',
    S + gate('exclusive', 'g') + E + flow('f1', 's', 'g') + flow('f2', 'g', 'e', 'x = 1') + flow('f3', 'g', 'e'),
  ],
  [
    'a default flow with a condition',
    'DEFAULT_WITH_CONDITION',
    'f2',
    S + gate('exclusive', 'g', ' default="f2"') + E + flow('f1', 's', 'g') + flow('f2', 'g', 'e', 'x = 1'),
  ],
  ['two none starts', 'SEVERAL_STARTS', 'p', `${sound}<bpmn:startEvent id="s2"/>${flow('f3', 's2', 't')}`],
  [
    'a split joined by another kind',
    'SPLIT_JOIN_MISMATCH',
    'j',
    S +
      gate('exclusive', 'g', ' default="f3"') +
      T('a') +
      T('b') +
      gate('parallel', 'j') +
      E +
      flow('f1', 's', 'g') +
      flow('f2', 'g', 'a', 'x = 1') +
      flow('f3', 'g', 'b') +
      flow('f4', 'a', 'j') +
      flow('f5', 'b', 'j') +
      flow('f6', 'j', 'e'),
  ],
  [
    'a join fed only by its own loop',
    'JOIN_NEVER_COMPLETE',
    'j',
    S +
      gate('parallel', 'j') +
      T('t') +
      E +
      flow('f1', 's', 'j') +
      flow('f2', 'j', 't') +
      flow('f3', 't', 'j') +
      flow('f4', 'j', 'e'),
  ],
  [
    'an error that nobody catches',
    'ERROR_NEVER_CAUGHT',
    'e',
    `${S}<bpmn:endEvent id="e"><bpmn:errorEventDefinition errorRef="x"/></bpmn:endEvent>${flow('f1', 's', 'e')}`,
    '<bpmn:error id="x" errorCode="X"/>',
  ],
  ['a message that nobody uses', 'DECLARED_NOT_USED', 'x', sound, '<bpmn:message id="x" name="x"/>'],
  [
    'a boundary event that leads nowhere',
    'BOUNDARY_LEADS_NOWHERE',
    'b',
    `${sound}${boundary('b', 't', timerEvent('timeDuration', 'PT1H'))}`,
  ],
  ['a receive task without message', 'TASK_WITHOUT_MESSAGE', 't', line('<bpmn:receiveTask id="t"/>', 't')],
  ['a data object', 'DRAWN_ONLY', 'd', `${sound}<bpmn:dataObject id="d"/>`],
  [
    "another tool's implementation",
    'FOREIGN_NOT_TRANSLATED',
    't',
    line('<bpmn:serviceTask id="t" camunda:class="org.example.Bean"/>', 't'),
  ],
  [
    'a condition that cannot be translated',
    'FOREIGN_NOT_TRANSLATED',
    'f2',
    S + gate('exclusive', 'g') + E + flow('f1', 's', 'g') + flow('f2', 'g', 'e', '${bean.check(x)}'),
  ],
]

const told = async (inside: string, roots = '', known?: Known) =>
  (await readDefinition(bpmn(inside, roots), known)).problems.map(({ severity, code, at }) => ({ severity, code, at }))

// Rest parameters: jest would give a missing last cell its `done` callback.
describe('lint of a bare file', () => {
  it.each(errors)('refuses %s', async (...[, code, at, inside, roots]: Case) => {
    const { processes, problems } = await readDefinition(bpmn(inside, roots))
    expect(problems).toContainEqual(expect.objectContaining({ severity: 'error', code, ...(at === undefined ? {} : { at }) }))
    expect(processes).toEqual([])
  })

  it.each(refused)('refuses %s by name', async (...[what, inside, roots]: [string, string, string?]) => {
    const { processes, problems } = await readDefinition(bpmn(inside, roots))
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        code: 'ELEMENT_NOT_EXECUTED',
        at: 'x',
        params: expect.objectContaining({ what }),
      }),
    )
    expect(processes).toEqual([])
  })

  it.each(warnings)('warns of %s and still runs', async (...[, code, at, inside, roots]: Case) => {
    const { processes, problems } = await readDefinition(bpmn(inside, roots))
    expect(problems).toContainEqual(expect.objectContaining({ severity: 'warning', code, at }))
    expect(processes).toHaveLength(1)
  })

  it.each([
    ['the plain line', sound],
    [
      'a loop into an exclusive merge',
      S +
        gate('exclusive', 'm') +
        T('t') +
        gate('exclusive', 'g', ' default="f4"') +
        E +
        flow('f1', 's', 'm') +
        flow('f2', 'm', 't') +
        flow('f3', 't', 'g') +
        flow('f4', 'g', 'e') +
        flow('f5', 'g', 'm', 'again'),
    ],
    ['implicit start and end', T('a') + T('b') + flow('f1', 'a', 'b')],
    [
      'foreign extensions and attributes',
      line(
        '<bpmn:task id="t" camunda:asyncBefore="true"><bpmn:extensionElements><camunda:properties><camunda:property name="a" value="b"/></camunda:properties></bpmn:extensionElements></bpmn:task>',
        't',
      ),
    ],
  ])('has nothing to say about %s', async (_what, inside) => {
    expect(await told(inside)).toEqual([])
  })

  it('says the line', async () => {
    const { problems } = await readDefinition(bpmn(`\n\n${S}\n${T('island')}\n${E}\n${flow('f', 's', 'e')}`))
    expect(problems).toEqual([
      expect.objectContaining({ code: 'UNREACHABLE', at: 'island', params: expect.objectContaining({ line: 8 }) }),
    ])
  })
})

describe('lint at publish', () => {
  const known: Known = {
    fields: { days: true, reason: true },
    forms: { leave: ['days', 'reason'] },
    roles: ['manager'],
    departments: [],
    ruleSets: ['grade'],
  }
  const user = (inside: string) =>
    line(`<bpmn:userTask id="t"><bpmn:extensionElements>${inside}</bpmn:extensionElements></bpmn:userTask>`, 't')
  const condition = (when: string) =>
    S + gate('exclusive', 'g', ' default="f3"') + E + flow('f1', 's', 'g') + flow('f2', 'g', 'e', when) + flow('f3', 'g', 'e')

  it.each([
    ['a user task without anybody', 'ASSIGNMENT_MISSING', 't', line('<bpmn:userTask id="t"/>', 't')],
    ['a role that does not exist', 'ROLE_UNKNOWN', 't', user('<formloom:assignment type="role" role="manger"/>')],
    [
      'rights on an unknown field',
      'FIELD_UNKNOWN',
      't',
      user(
        '<formloom:assignment type="initiator"/><formloom:rights><formloom:right field="dayz" access="write"/></formloom:rights>',
      ),
    ],
    ['a service task without action', 'ACTION_MISSING', 't', line('<bpmn:serviceTask id="t"/>', 't')],
    ['an unknown rule set', 'RULE_SET_UNKNOWN', 't', line('<bpmn:businessRuleTask id="t" formloom:ruleSet="grad"/>', 't')],
    ['an untranslated condition', 'FOREIGN_NOT_TRANSLATED', 'f2', condition('${bean.check()}')],
  ])('refuses %s', async (_what, code, at, inside) => {
    expect(await told(inside, '', known)).toContainEqual({ severity: 'error', code, at })
    expect(await told(inside)).not.toContainEqual(expect.objectContaining({ severity: 'error' }))
  })

  it('asks "did you mean" for a field that does not exist', async () => {
    const { problems } = await readDefinition(bpmn(condition('dayz > 10')), known)
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        code: 'UNKNOWN_FIELD',
        at: 'f2',
        params: expect.objectContaining({ name: 'dayz', didYouMean: 'days' }),
      }),
    ])
  })

  it.each(['days > 10', 'outcome = "approve"', 'outcomes.t = "approve"', '$now() > "2026"', '$initiator = reason'])(
    'knows what %s reads',
    async when => {
      expect(await told(condition(when), '', known)).toEqual([])
    },
  )

  it('knows variables that steps make', async () => {
    const inside =
      S +
      '<bpmn:scriptTask id="t" formloom:resultVariable="sum"><bpmn:script>days + 1</bpmn:script></bpmn:scriptTask>' +
      gate('exclusive', 'g', ' default="f4"') +
      E
    expect(
      await told(
        inside + flow('f1', 's', 't') + flow('f2', 't', 'g') + flow('f3', 'g', 'e', 'sum > 3') + flow('f4', 'g', 'e'),
        '',
        known,
      ),
    ).toEqual([])
  })
})
