import type { Form } from '#core/form/form'
import { chain, diagram, end, exclusive, flow, parallel, service, start, sub, timer, timerOn, user } from '../support/diagram.js'
import { aForm } from '../support/forms.js'

export const order: Form = aForm('order')
  .text('name', { required: true })
  .text('code', { unique: true })
  .text('shape')
  .number('amount')
  .number('hits')
  .text('state')
  .text('note')
  .with({ title: ['name'] })
  .build()
/** What the shape `create` makes one of, per order. */
export const trace: Form = aForm('trace').text('of').build()

/** What an instance has done when it has ended. `done` counts completed nodes by element, `again` the outcomes of that name. */
export interface Course {
  done: Record<string, number>
  again: number
  outcome: string | null
}
export interface Expected {
  /** Completed nodes, tasks and service steps, each as often as it must be. */
  done: Record<string, number>
  hits: number
  state: string | null
}
export interface Shape {
  name: string
  /** `boss`: id of the role whose members have all tasks; `hook`: address of the receiver. */
  xml(boss: string, hook: string): string
  expected(course: Course): Expected
}

const task = (id: string, boss: string, outcomes: string[] = []): string =>
  user(id, {
    who: { type: 'role', role: boss },
    rights: { note: 'write' },
    outcomes: outcomes.map(name => ({ name, label: name })),
  })
/** Counts each run of the step in the record itself: a step that ran twice or not at all shows. */
const hit = (id: string, state?: string): string =>
  service(id, { type: 'set-fields' }, { hits: '(hits ? hits : 0) + 1', ...(state ? { state: `"${state}"` } : {}) })
const tell = (id: string, boss: string): string =>
  service(
    id,
    { type: 'notify', title: id },
    {},
    `<formloom:body>${id}</formloom:body><formloom:assignment type="role" role="${boss}" />`,
  )
const shape = (name: string, body: (boss: string, hook: string) => string, expected: Shape['expected']): Shape => ({
  name,
  xml: (boss, hook) =>
    diagram(start('start', { form: 'order', on: 'created', when: `shape = "${name}"` }) + body(boss, hook)).replaceAll(
      '"process"',
      `"${name}"`,
    ),
  expected,
})
const once = (...elements: string[]): Record<string, number> => Object.fromEntries(elements.map(element => [element, 1]))

export const shapes: Shape[] = [
  shape(
    'straight',
    boss => task('a', boss) + hit('mark', 'straight') + task('b', boss) + end() + chain('start', 'a', 'mark', 'b', 'end'),
    () => ({ done: once('a', 'mark', 'b', 'end'), hits: 1, state: 'straight' }),
  ),
  shape(
    'gateway',
    boss =>
      task('decide', boss, ['yes', 'no']) +
      exclusive('agreed', 'agreed_no') +
      hit('yes', 'agreed') +
      hit('no', 'refused') +
      end() +
      chain('start', 'decide', 'agreed') +
      flow('agreed', 'yes', 'outcome = "yes"') +
      chain('agreed', 'no', 'end') +
      chain('yes', 'end'),
    ({ outcome }) => ({
      done: once('decide', outcome === 'yes' ? 'yes' : 'no', 'end'),
      hits: 1,
      state: outcome === 'yes' ? 'agreed' : 'refused',
    }),
  ),
  shape(
    'parallel',
    boss =>
      parallel('fork') +
      task('left', boss) +
      task('right', boss) +
      hit('markLeft') +
      tell('tellRight', boss) +
      parallel('join') +
      hit('joined', 'joined') +
      end() +
      chain('start', 'fork', 'left', 'markLeft', 'join') +
      chain('fork', 'right', 'tellRight', 'join', 'joined', 'end'),
    () => ({ done: once('left', 'right', 'markLeft', 'tellRight', 'joined', 'end'), hits: 2, state: 'joined' }),
  ),
  shape(
    'timer',
    boss =>
      timer('short', 'PT1S') +
      hit('woken') +
      task('slow', boss) +
      timerOn('overdue', 'slow', 'PT2H', false) +
      tell('remind', boss) +
      end('reminded') +
      timer('late', 'PT6H') +
      hit('finish', 'late') +
      end() +
      chain('start', 'short', 'woken', 'slow', 'late', 'finish', 'end') +
      chain('overdue', 'remind', 'reminded'),
    () => ({ done: once('short', 'woken', 'slow', 'late', 'finish', 'end'), hits: 2, state: 'late' }),
  ),
  shape(
    'sub',
    boss =>
      sub(
        'inside',
        start('begin') +
          task('inner', boss) +
          hit('innerMark') +
          end('innerEnd') +
          chain('begin', 'inner', 'innerMark', 'innerEnd'),
      ) +
      task('after', boss) +
      end() +
      chain('start', 'inside', 'after', 'end'),
    () => ({ done: once('inside', 'inner', 'innerMark', 'innerEnd', 'after', 'end'), hits: 1, state: null }),
  ),
  shape(
    'loop',
    boss =>
      task('draft', boss, ['ok', 'again']) +
      exclusive('enough', 'enough_end') +
      hit('bump') +
      end() +
      chain('start', 'draft', 'enough', 'end') +
      flow('enough', 'bump', 'outcome = "again"') +
      chain('bump', 'draft'),
    ({ again }) => ({ done: { draft: again + 1, ...(again > 0 ? { bump: again } : {}), end: 1 }, hits: again, state: null }),
  ),
  shape(
    'create',
    boss =>
      service('make', { type: 'create-record', form: 'trace' }, { of: 'code' }) +
      task('look', boss) +
      end() +
      chain('start', 'make', 'look', 'end'),
    () => ({ done: once('make', 'look', 'end'), hits: 0, state: null }),
  ),
  shape(
    'hook',
    (boss, hook) =>
      service('call', { type: 'webhook', url: hook }, {}, '<formloom:body>{{ code }}</formloom:body>') +
      task('got', boss) +
      end() +
      chain('start', 'call', 'got', 'end'),
    () => ({ done: once('call', 'got', 'end'), hits: 0, state: null }),
  ),
  shape(
    'message',
    boss =>
      parallel('fork') +
      task('speak', boss) +
      `<bpmn:intermediateThrowEvent id="send"><bpmn:messageEventDefinition messageRef="msgPaid" formloom:correlationKey="code" /></bpmn:intermediateThrowEvent>` +
      `<bpmn:intermediateCatchEvent id="heard"><bpmn:messageEventDefinition messageRef="msgPaid" formloom:correlationKey="code" /></bpmn:intermediateCatchEvent>` +
      parallel('join') +
      hit('joined', 'met') +
      end() +
      chain('start', 'fork', 'speak', 'send', 'join', 'joined', 'end') +
      chain('fork', 'heard', 'join'),
    () => ({ done: once('speak', 'send', 'heard', 'joined', 'end'), hits: 1, state: 'met' }),
  ),
  shape(
    'each',
    boss =>
      task('vote', boss).replace(
        '</bpmn:userTask>',
        '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>',
      ) +
      hit('mark', 'voted') +
      end() +
      chain('start', 'vote', 'mark', 'end'),
    () => ({ done: { vote: 3, mark: 1, end: 1 }, hits: 1, state: 'voted' }),
  ),
]
