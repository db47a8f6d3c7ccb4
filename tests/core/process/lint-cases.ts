import { flow, timerEvent } from '../../support/process.js'

/** Broken and doubtful diagrams, one per fault: what, code, element, inside of the process, root elements. */
export const S = '<bpmn:startEvent id="s"/>'
export const E = '<bpmn:endEvent id="e"/>'
export const T = (id: string, inside = '') => `<bpmn:task id="${id}">${inside}</bpmn:task>`
export const gate = (kind: string, id: string, attributes = '') => `<bpmn:${kind}Gateway id="${id}"${attributes}/>`
export const sound = S + T('t') + E + flow('f1', 's', 't') + flow('f2', 't', 'e')
const boundary = (id: string, host: string, inside: string) =>
  `<bpmn:boundaryEvent id="${id}" attachedToRef="${host}">${inside}</bpmn:boundaryEvent>`
const catching = (id: string, inside: string) => `<bpmn:intermediateCatchEvent id="${id}">${inside}</bpmn:intermediateCatchEvent>`
export const line = (inside: string, id: string) => S + inside + E + flow('f1', 's', id) + flow('f2', id, 'e')
const sub = (inside: string) => `<bpmn:subProcess id="sub">${inside}</bpmn:subProcess>`

export type Case = [what: string, code: string, at: string | undefined, inside: string, roots?: string]

export const errors: Case[] = [
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
  [
    'an event of a message that does not exist',
    'UNRESOLVED_REFERENCE',
    'm',
    line(catching('m', '<bpmn:messageEventDefinition messageRef="nowhere"/>'), 'm'),
  ],
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
  [
    'a timer that says a duration and a date',
    'TIMER_NOT_UNDERSTOOD',
    'm',
    line(
      catching(
        'm',
        timerEvent('timeDuration', 'PT1H').replace(
          '</bpmn:timeDuration>',
          '</bpmn:timeDuration><bpmn:timeDate>2026-02-01T09:00:00Z</bpmn:timeDate>',
        ),
      ),
      'm',
    ),
  ],
  ['a date that is none', 'TIMER_NOT_UNDERSTOOD', 'm', line(catching('m', timerEvent('timeDate', '2026-02-31T09:00:00Z')), 'm')],
  ['a cron with a 61st minute', 'TIMER_NOT_UNDERSTOOD', 'm', line(catching('m', timerEvent('timeCycle', '61 9 * * ?')), 'm')],
  [
    'a cron with a strange weekday',
    'TIMER_NOT_UNDERSTOOD',
    'm',
    line(catching('m', timerEvent('timeCycle', '0 9 * * MON-FRY')), 'm'),
  ],
  ['a cron that never fires', 'TIMER_NOT_UNDERSTOOD', 'm', line(catching('m', timerEvent('timeCycle', '0 9 30 2 *')), 'm')],
  [
    'a strange word for what was missed',
    'SETTING_NOT_UNDERSTOOD',
    'm',
    line(catching('m', timerEvent('timeCycle', 'R/P1D').replace('Definition>', 'Definition formloom:catchUp="never">')), 'm'),
  ],
  ['a cron as duration', 'TIMER_NOT_UNDERSTOOD', 'm', line(catching('m', timerEvent('timeDuration', '0 9 * * *')), 'm')],
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
  [
    'a multi-instance that says not how many',
    'LOOP_WITHOUT_COUNT',
    't',
    line(T('t', '<bpmn:multiInstanceLoopCharacteristics/>'), 't'),
  ],
  [
    'a loop whose event cannot be thrown',
    'LOOP_EVENT_NOT_UNDERSTOOD',
    't',
    line(
      T(
        't',
        '<bpmn:multiInstanceLoopCharacteristics behavior="One" oneBehaviorEventRef="d"><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>',
      ),
      't',
    ),
    '<bpmn:terminateEventDefinition id="d"/>',
  ],
  [
    'a loop condition that does not parse',
    'EXPR_SYNTAX',
    't',
    line(
      T(
        't',
        '<bpmn:standardLoopCharacteristics><bpmn:loopCondition>n &gt;</bpmn:loopCondition></bpmn:standardLoopCharacteristics>',
      ),
      't',
    ),
  ],
  ['an attribute that BPMN has not', 'UNKNOWN_ATTRIBUTE', 't', line('<bpmn:task id="t" colour="red"/>', 't')],
  ['an element that BPMN has not', 'BPMN_NOT_UNDERSTOOD', undefined, `${sound}<bpmn:strange id="x"/>`],
  ['an empty process', 'NOTHING_TO_RUN', 'p', ''],
]

export const refused: [what: string, inside: string, roots?: string][] = [
  ['noneIntermediateCatchEvent', line(catching('x', ''), 'x')],
  ['timerEndEvent', `${S}<bpmn:endEvent id="x">${timerEvent('timeDuration', 'PT1H')}</bpmn:endEvent>${flow('f1', 's', 'x')}`],
]

export const warnings: Case[] = [
  ['a loop that never ends', 'LOOP_WITHOUT_END', 't', line(T('t', '<bpmn:standardLoopCharacteristics/>'), 't')],
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
  ['a data store', 'DRAWN_ONLY', 'd', `${sound}<bpmn:dataStoreReference id="d"/>`],
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
