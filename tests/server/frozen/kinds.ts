import type { Step } from '#core/process/story'
import { chain as chained, diagram, end, service, start, user } from '../../support/diagram.js'
import { aProcess } from '../../support/process.js'

/** A story's step, or a command to the instance; `at` is the element whose task, token or repair is meant. */
export type Doing = Step | { ask: { type: string; [member: string]: unknown }; at?: string; by: string }

/** How an instance comes to rest at each kind of wait, and how it is brought to its end from there. */
export type Kind = { name: string; only?: 'begun' } & (
  { story: string; after: number } | { xml: string; data?: Record<string, never>; before: Doing[]; finish: Doing[] }
)

const story = (name: string, file: string, after: number): Kind => ({ name, story: file, after })
const votes = (mode: string, more: Record<string, string>, before: string[], finish: string[]): Kind => {
  const says = (by: string): Doing => ({ complete: 'review', by, outcome: 'approve' })
  const users = mode === 'weighted' ? ([['ann', 3], 'ben', 'cat'] as [string, number][]) : ['ann', 'ben', 'cat']
  return {
    name: `approval-${mode}`,
    xml: aProcess('p').start().user('apply', { user: 'ini' }).approval('review', { users: users as string[], mode, ...more }).user('pay', { user: 'ini' }).end().xml(), // prettier-ignore
    before: [{ complete: 'apply', by: 'ini' }, ...before.map(says)],
    finish: [...finish.map(says), { complete: 'pay', by: 'ini' }],
  }
}
const chain = aProcess('p').start().user('a', { user: 'ini' }).user('b', { user: 'ini' }).user('c', { user: 'ini' }).end().xml()

export const kinds: Kind[] = [
  story('task', 'activity-flows.conditional', 0),
  { name: 'task-claimed', xml: aProcess('p').start().user('a').end().xml(), before: [{ ask: { type: 'claim' }, at: 'a', by: 'ann' }], finish: [{ complete: 'a', by: 'ann' }] }, // prettier-ignore
  story('timer', 'timer-events.all', 1),
  story('timer-cycle', 'boundary-timer.reminds', 1),
  story('message', 'instantiate-parallel.both', 0),
  story('message-boundary', 'message-events.stop', 1),
  story('signal', 'signal.all', 0),
  story('condition', 'conditional.moves', 0),
  story('event-gateway', 'event-based-gateway.timer', 0),
  story('event-multiple', 'multiple.any-and-all', 1),
  story('join-parallel', 'parallel-gateway.both', 1),
  story('join-inclusive', 'inclusive-death.fires', 1),
  story('join-complex', 'complex-gateway.two-of-three', 1),
  story('join-complex-fired', 'complex-gateway.two-of-three', 2),
  story('join-quantity', 'quantities.three', 1),
  {
    name: 'job',
    xml: diagram(
      start() +
        service('call', { type: 'webhook', url: 'https://hooks.invalid/send' }) +
        user('b') +
        end() +
        chained('start', 'call', 'b', 'end'),
    ),
    before: [],
    finish: [{ complete: 'call', data: { answer: 42 } }, { complete: 'b' }],
  },
  { name: 'repair', xml: aProcess('p').start().user('a', { user: 'ini' }).script('s', '$error("not yet")').user('b', { user: 'ini' }).end().xml(), before: [{ complete: 'a' }], finish: [{ ask: { type: 'resolveRepair', how: 'skip', result: { x: 1 } }, at: 's', by: 'admin' }, { complete: 'b' }] }, // prettier-ignore
  votes('any', {}, [], ['ann']),
  votes('all', {}, ['ann'], ['ben', 'cat']),
  votes('sequential', {}, ['ann'], ['ben', 'cat']),
  votes('ratio', { approve: '60%' }, ['ann'], ['ben']),
  votes('weighted', { approve: '60%' }, [], ['ann']),
  story('approval-due', 'approval.late', 2),
  story('multi-instance-parallel', 'multi-instance-collection.outputs', 1),
  story('multi-instance-sequential', 'multi-instance-sequential.in-turn', 1),
  story('multi-instance-nested', 'multi-instance-nested.both', 2),
  story('standard-loop', 'standard-loop-sub-process.twice', 1),
  story('event-sub-process-armed', 'event-sub-process.interrupts', 0),
  story('event-sub-process-running', 'event-sub-process.beside', 2),
  story('event-sub-process-cycle', 'event-sub-process-cycle.over', 1),
  story('called-process', 'call-activity.mapped', 0),
  story('called-in-loop', 'call-multi-instance.outputs', 1),
  story('compensation-to-come', 'compensation-inner.levels', 1),
  story('compensation-under-way', 'compensation-inner.levels', 2),
  story('ad-hoc', 'ad-hoc.again', 2),
  story('transaction', 'transaction-again.twice', 0),
  story('transaction-cancelled', 'transaction-again.twice', 1),
  story('pools', 'pools.there-and-back', 0),
  {
    name: 'straight-back',
    xml: chain,
    before: [
      { complete: 'a' },
      { complete: 'b' },
      { ask: { type: 'return', to: 'a', policy: 'straight-back' }, at: 'c', by: 'ini' },
    ],
    finish: [{ complete: 'a' }, { complete: 'c' }],
  },
  {
    name: 'spawn',
    only: 'begun',
    xml: aProcess('p').start().user('each', { user: 'ini' }).end().xml().replace('</bpmn:userTask>', '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>205</bpmn:loopCardinality><bpmn:completionCondition>nrOfInstances = 205 and nrOfCompletedInstances = 1</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>'), // prettier-ignore
    before: [],
    finish: [{ ask: { type: 'continue' }, by: 'system' }, { complete: { element: 'each', index: 204 } }],
  },
]
