import type { Problem } from '#core/problem'
import { expected } from './approval-table.js'
import type { Matter } from './approving.js'
import { aProcess, type Branch } from './process.js'

/**
 * Every verb of an approval in every situation: start → apply (the initiator) → pre (p) → [ draft (d) → review ] → last (z) → end. What stands in
 * brackets is what the situations differ in. A verb is said when `review` is open; then who is asked where is compared with the table, and
 * everybody goes on approving to the end: the process ends once, and nothing is left over.
 */
export interface Situation {
  xml: string
  /** What happens at `review` before the verb. */
  before?: (matter: Matter) => Promise<unknown>
}

const review =
  (mode: string, users: string[], more: object = {}) =>
  (row: Branch) =>
    row.user('draft', { user: 'd' }).approval('review', { mode, users, ...VERBS_ON, ...more })
const VERBS_ON = { due: 'P1D', inside: '<formloom:verb name="end" on="true"/><formloom:overdue action="refuse"/>' }

const around = (part: (row: Branch) => Branch) =>
  part(
    aProcess('p')
      .start()
      .user('apply', { who: '<formloom:assignment type="initiator"/>' })
      .approval('pre', { users: ['p'] }),
  )
    .approval('last', { users: ['z'] })
    .end()

const plain = (mode: string, users: string[], more: object = {}): Situation => ({ xml: xmlOf(around(review(mode, users, more))) })
const xmlOf = (row: Branch): string => (row as unknown as { xml(): string }).xml()
const beside = (kind: 'parallel' | 'inclusive'): Situation => ({
  xml: xmlOf(
    around(row =>
      row
        .split(kind, 'fork', fork =>
          kind === 'parallel'
            ? fork.also(review('all', ['a', 'b'])).also(side)
            : fork
                .when('true', review('all', ['a', 'b']))
                .when('true', side)
                .otherwise(other => other.task('never')),
        )
        .gateway(kind, 'join'),
    ),
  ),
})
/** The process that is called, as a further one of the file. */
function inner(): string {
  const called = xmlOf(review('all', ['a', 'b'])(aProcess('inner').start('inner-start')).end('inner-end'))
  return /<bpmn:process[\s\S]*<\/bpmn:process>/.exec(called)![0]
}
const side = (row: Branch) => row.approval('side', { users: ['s'] })

export const situations: Record<string, Situation> = {
  plain: plain('any', ['a']),
  any: plain('any', ['a', 'b', 'c']),
  all: plain('all', ['a', 'b', 'c']),
  sequential: plain('sequential', ['a', 'b', 'c']),
  ratio: plain('ratio', ['a', 'b', 'c'], { approve: '60%' }),
  'added signers': {
    ...plain('all', ['a', 'b']),
    before: async matter => {
      await matter.say('b', 'add-before', { users: ['x'] })
      await matter.say('a', 'add-parallel', { users: ['y'] })
      await matter.say('a', 'add-after', { users: ['v'] })
    },
  },
  'inside parallel': beside('parallel'),
  'inside inclusive': beside('inclusive'),
  'inside sub-process': {
    xml: xmlOf(around(row => row.sub('inner', inner => review('all', ['a', 'b'])(inner.start('inner-start')).end('inner-end')))),
  },
  'called process': {
    xml: xmlOf(around(row => row.call('call', 'inner'))).replace('</bpmn:definitions>', `${inner()}</bpmn:definitions>`),
  },
  'inside multi-instance': {
    xml: xmlOf(
      around(row =>
        row.sub('inner', inner => review('all', ['a', 'b'])(inner.start('inner-start')).end('inner-end'), {
          loop: '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>',
        }),
      ),
    ),
  },
}

/** What is said, by whom; answers the refusal if there is one. */
export const deeds: Record<string, (matter: Matter) => Promise<Problem | undefined>> = {
  approve: matter => matter.say('a', 'approve'),
  refuse: matter => matter.say('a', 'refuse'),
  stash: matter => matter.say('a', 'stash'),
  'return inside': matter => matter.say('a', 'return', { target: 'draft' }),
  'return before': matter => matter.say('a', 'return', { target: 'pre' }),
  transfer: matter => matter.say('a', 'transfer', { to: 'n' }),
  delegate: matter => matter.say('a', 'delegate', { to: 'n' }),
  'add before': matter => matter.say('a', 'add-before', { users: ['n', 'm'] }),
  'add after': matter => matter.say('a', 'add-after', { users: ['n'] }),
  'add parallel': matter => matter.say('a', 'add-parallel', { users: ['n', 'm'] }),
  remove: async matter => {
    await matter.say('a', 'add-parallel', { users: ['n'] })
    const added = matter.state!.signers.find(signer => signer.user === 'n')!
    return matter.say('a', 'remove', { signer: added.id })
  },
  copy: matter => matter.say('a', 'copy', { users: ['n'] }),
  urge: matter => matter.send({ type: 'urge', by: 'ini' }),
  withdraw: matter => matter.send({ type: 'withdraw', by: 'ini', opinion: 'wait' }),
  'take back': matter => matter.takeBack('d', 'draft'),
  'take back before': matter => matter.takeBack('p', 'pre'),
  end: matter => matter.say('a', 'end'),
  reactivate: async matter => {
    await matter.say('a', 'end')
    return matter.send({ type: 'reactivate', by: 'root', admin: true, element: 'pre' })
  },
  'hand over': matter => matter.send({ type: 'handOver', by: 'root', from: 'a', to: 'n' }),
  'time is up': async matter => {
    await matter.after(24)
    return undefined
  },
  /** From behind the join, the sub-process, the loop. */
  'return into': async matter => {
    while (matter.state!.tasks.some(task => task.assignee !== 'z')) await approveOne(matter)
    return matter.say('z', 'return', { target: 'draft' })
  },
  /** What stands beside it is done already and waits before the join. */
  'return beside done': async matter => {
    await matter.say('s', 'approve')
    return matter.say('a', 'return', { target: 'draft' })
  },
}

/** From the beginning until `review` is open. */
export async function toReview(matter: Matter, { before }: Situation): Promise<void> {
  await matter.complete('ini', 'apply')
  await matter.say('p', 'approve')
  while (matter.task('d')) await matter.complete('d', 'draft')
  await before?.(matter)
}

/** Everybody approves whatever he is asked, until nobody is asked any more. Bounded: a process that does not end is a fault. */
export async function toTheEnd(matter: Matter): Promise<void> {
  for (let left = 100; left > 0 && matter.state!.tasks.length > 0; left--) await approveOne(matter)
}

async function approveOne(matter: Matter): Promise<void> {
  const task = matter.state!.tasks.find(each => each.assignee !== 'z') ?? matter.state!.tasks[0]!
  const outcome = task.signer === undefined ? {} : { outcome: 'approve' }
  const refused = await matter.send({ type: 'complete', task: task.id, by: task.assignee!, opinion: 'ok', ...outcome })
  if (refused) throw new Error(JSON.stringify(refused))
}

/** `review: a b; side: s`, or the refusal's code, or how the instance stands when nobody is asked. */
export function told(matter: Matter, refused: Problem | undefined): string {
  if (refused) return refused.code
  const asked = Object.entries(matter.asked).map(([element, users]) => `${element}: ${users.sort().join(' ')}`)
  return asked.length > 0 ? asked.sort().join('; ') : matter.status
}

/** What the table says about a verb in a situation. */
const table = expected
  .trim()
  .split('\n')
  .map(line => line.split('|').map(cell => cell.trim()))
const [[, ...columns], ...rows] = table as [string[], ...string[][]]
export const cells = rows.flatMap(([deed, ...after]) =>
  columns.map((situation, nth) => ({ deed: deed!, situation, after: after[nth]! })),
)

/** Says the verb and goes on to the end; everything that a cell promises. */
export async function checkCell(matter: Matter, { deed, situation, after }: (typeof cells)[number]): Promise<void> {
  const setting = situations[situation]!
  await toReview(matter, setting)
  const refused = await deeds[deed]!(matter)
  expect(told(matter, refused)).toBe(after)
  await toTheEnd(matter)
  const { tokens, tasks, timers, approvals, signers, repairs } = matter.state!
  expect({ tokens, tasks, timers, approvals, signers, repairs }).toEqual({
    tokens: [],
    tasks: [],
    timers: [],
    approvals: [],
    signers: [],
    repairs: [],
  })
  const ended = deed === 'end'
  expect(matter.status).toBe(ended ? 'terminated' : 'completed')
  expect(matter.completed.filter(element => element === 'end')).toHaveLength(ended ? 0 : 1)
}
