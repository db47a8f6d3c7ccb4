import { aProcess, bpmn, flow, type Branch } from '../../../support/process.js'
import { all, type Situation } from './diagrams.js'

const THRICE =
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>'
const IN_TURN = THRICE.replace('Characteristics>', 'Characteristics isSequential="true">')

/** first → each (in → out), twice → last */
const repeated = (loop: string) => () =>
  aProcess('p')
    .start()
    .user('first')
    .sub('each', inner => inner.start('es').user('in').user('out').end('ee'), { loop })
    .user('last')
    .end()
    .xml()

/** first → called (one → two) → last */
const called = () => {
  const callee = aProcess('callee').start('cs').user('one').user('two').end('ce').xml()
  const inside = /<bpmn:process [\s\S]*<\/bpmn:process>/.exec(callee)![0]
  return aProcess('p')
    .start()
    .user('first')
    .call('call', 'callee')
    .user('last')
    .end()
    .xml()
    .replace('</bpmn:definitions>', `${inside}</bpmn:definitions>`)
}

/** a → b, and beside it what begins with a message: fix. */
const handled = (interrupting: boolean) => () =>
  bpmn(
    '<bpmn:startEvent id="start"/><bpmn:userTask id="a"></bpmn:userTask><bpmn:userTask id="b"></bpmn:userTask><bpmn:endEvent id="end"/>' +
      flow('f1', 'start', 'a') +
      flow('f2', 'a', 'b') +
      flow('f3', 'b', 'end') +
      '<bpmn:subProcess id="handler" triggeredByEvent="true">' +
      `<bpmn:startEvent id="told" isInterrupting="${interrupting}"><bpmn:messageEventDefinition messageRef="m"/></bpmn:startEvent>` +
      '<bpmn:userTask id="look"></bpmn:userTask><bpmn:userTask id="fix"></bpmn:userTask><bpmn:endEvent id="fixed"/>' +
      flow('h1', 'told', 'look') +
      flow('h2', 'look', 'fix') +
      flow('h3', 'fix', 'fixed') +
      '</bpmn:subProcess>',
    '<bpmn:message id="m" name="stop"/>',
  )

/** first → sub (in) → last; a message to the sub-process or to `first` begins a way of its own. */
const bounded = (interrupting: boolean) => () => {
  const process = aProcess('p')
    .start()
    .user('first')
    .sub('sub', inner => inner.start('ss').user('in').end('se'))
  const aside = (p: Branch) => p.user('aside').user('aside2').end('aside-end')
  return process.boundary('sub', 'nudge', process.file.messageEvent('nudge'), aside, interrupting).user('last').end().xml()
}

export const inside: Situation[] = [
  {
    title: 'multi-instance: from one child to a step inside the child',
    xml: repeated(THRICE),
    steps: [
      ...all('first', 'in'),
      { return: 'out', to: 'in' },
      { stands: ['in', 'in'] },
      ...all('in', 'in', 'out', 'out', 'last'),
      { ends: 'completed', trail: { each: 2, in: 3 } },
    ],
  },
  {
    title: 'multi-instance: from one child to before the body, all children go',
    xml: repeated(THRICE),
    steps: [
      ...all('first', 'in'),
      { return: 'out', to: 'first' },
      { stands: ['first'] },
      ...all('first', 'in', 'out', 'in', 'out', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'multi-instance: from one child to the body, which begins anew',
    xml: repeated(THRICE),
    steps: [
      ...all('first', 'in', 'out'),
      { return: 'in', to: 'each' },
      { stands: ['in', 'in'] },
      ...all('in', 'out', 'in', 'out', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'multi-instance: not into it from behind, but to it',
    xml: repeated(THRICE),
    steps: [
      ...all('first', 'in', 'out', 'in', 'out'),
      { return: 'last', to: 'in', refused: 'RETURN_INTO_LOOP' },
      { return: 'last', to: 'each' },
      { stands: ['in', 'in'] },
      ...all('in', 'out', 'in', 'out', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'multi-instance in turn: from the second child to before the body',
    xml: repeated(IN_TURN),
    steps: [
      ...all('first', 'in', 'out'),
      { return: 'in', to: 'first' },
      { stands: ['first'] },
      ...all('first', 'in', 'out', 'in', 'out', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'multi-instance: straight back, the body begins anew',
    xml: repeated(THRICE),
    steps: [
      ...all('first', 'in', 'out'),
      { return: 'in', to: 'first', policy: 'straight-back' },
      { do: 'first' },
      { stands: ['in', 'in'] },
      ...all('in', 'out', 'in', 'out', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'called process: within it',
    xml: called,
    steps: [
      ...all('first', 'one'),
      { return: 'two', to: 'one' },
      { stands: ['one'] },
      ...all('one', 'two', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'called process: out of it to its caller',
    xml: called,
    steps: [
      ...all('first', 'one'),
      { return: 'two', to: 'first' },
      { stands: ['first'] },
      ...all('first', 'one', 'two', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'called process: out of it, and straight back to its beginning',
    xml: called,
    steps: [
      ...all('first', 'one'),
      { return: 'two', to: 'first', policy: 'straight-back' },
      { do: 'first' },
      { stands: ['one'] },
      ...all('one', 'two', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'called process: to the call, not to what was done inside',
    xml: called,
    steps: [
      ...all('first', 'one', 'two'),
      { return: 'last', to: 'one', refused: 'RETURN_OUT_OF_REACH' },
      { return: 'last', to: 'call' },
      { stands: ['one'] },
      ...all('one', 'two', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'event sub-process that interrupts: out of it, and the scope listens again',
    xml: handled(true),
    steps: [
      { do: 'a' },
      { message: 'stop' },
      { stands: ['look'], listens: [] },
      { do: 'look' },
      { return: 'fix', to: 'a' },
      { stands: ['a'], listens: ['told'] },
      { do: 'a' },
      { message: 'stop' },
      ...all('look', 'fix'),
      { ends: 'completed', trail: { b: 0 } },
    ],
  },
  {
    title: 'event sub-process that interrupts: out of it, and straight back into it',
    xml: handled(true),
    steps: [
      { do: 'a' },
      { message: 'stop' },
      { do: 'look' },
      { return: 'fix', to: 'a', policy: 'straight-back' },
      { do: 'a' },
      { stands: ['fix'], listens: [] },
      { do: 'fix' },
      { ends: 'completed' },
    ],
  },
  {
    title: 'event sub-process beside the flow: within it, the flow goes on',
    xml: handled(false),
    steps: [
      { do: 'a' },
      { message: 'stop' },
      { do: 'look' },
      { return: 'fix', to: 'look' },
      { stands: ['b', 'look'] },
      ...all('b', 'look', 'fix'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'event sub-process beside the flow: out of it, the flow goes back',
    xml: handled(false),
    steps: [
      { do: 'a' },
      { message: 'stop' },
      { do: 'look' },
      { return: 'fix', to: 'a' },
      { stands: ['a'], listens: ['told'] },
      ...all('a', 'b'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'boundary event that interrupts: back into the sub-process that it ended',
    xml: bounded(true),
    steps: [
      { do: 'first' },
      { message: 'nudge' },
      { stands: ['aside'], listens: [] },
      { return: 'aside', to: 'in' },
      { stands: ['in'], listens: ['nudge'] },
      ...all('in', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'boundary event beside the activity: along its way the activity stays',
    xml: bounded(false),
    steps: [
      { do: 'first' },
      { message: 'nudge' },
      { do: 'aside' },
      { return: 'aside2', to: 'aside' },
      { stands: ['aside', 'in'] },
      ...all('aside', 'aside2', 'in', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'boundary event beside the activity: to the activity, which begins anew',
    xml: bounded(false),
    steps: [
      { do: 'first' },
      { message: 'nudge' },
      { return: 'aside', to: 'sub' },
      { stands: ['in'], listens: ['nudge'] },
      ...all('in', 'last'),
      { ends: 'completed', trail: { sub: 1 } },
    ],
  },
  {
    title: 'boundary event beside the activity: to before it, both go',
    xml: bounded(false),
    steps: [
      { do: 'first' },
      { message: 'nudge' },
      { return: 'aside', to: 'first' },
      { stands: ['first'], listens: [] },
      ...all('first', 'in', 'last'),
      { ends: 'completed' },
    ],
  },
]
