import { aProcess, timerEvent, type Branch } from '../../../support/process.js'

/** One return and what it leaves; the same table runs in memory and on both databases. */
export interface Situation {
  title: string
  xml: () => string
  data?: Record<string, string | boolean>
  steps: Step[]
}

export type Step =
  | { do: string; data?: Record<string, string | boolean> }
  | { return: string; to: string; policy?: 'run-on' | 'straight-back' | 'only-changed'; redo?: 'split'; refused?: string }
  /** Elements that wait, joins at which something stands, and events that listen; what is left out is not looked at. */
  | { stands: string[]; joins?: string[]; timers?: string[] }
  | { ends: 'completed'; trail?: Record<string, number> }

const chain = () => aProcess('p').start().user('a').user('b').user('c').end().xml()

/** first → split → [a1 a2 | b1 b2] → join → last, optionally with a loop around the split. */
const branches = (kind: 'parallel' | 'inclusive', loop = false) => {
  const process = aProcess('p').start().user('first')
  if (loop) process.gateway('exclusive', 'merge')
  process.split(kind, 'split', split => {
    const [a, b] = [(p: Branch) => p.user('a1').user('a2'), (p: Branch) => p.user('b1').user('b2')]
    if (kind === 'parallel') split.also(a).also(b)
    else split.when('a', a).when('b', b)
  })
  process.gateway(kind, 'join').user('last')
  if (loop) process.split('exclusive', 'again', split => split.when('more', p => p.to('merge')).otherwise(p => p.end()))
  else process.end()
  return process.xml()
}
const parallel = () => branches('parallel')
const inclusive = () => branches('inclusive')
const both = { a: true, b: true }

/** first → [ x → (in → out) | y ] → join → last */
const nested = () =>
  aProcess('p')
    .start()
    .user('first')
    .split('parallel', 'split', split =>
      split.also(p => p.sub('sub', inner => inner.start('ss').user('in').user('out').end('se'))).also(p => p.user('y')),
    )
    .gateway('parallel', 'join')
    .user('last')
    .end()
    .xml()

const timed = () =>
  aProcess('p')
    .start()
    .user('a')
    .boundary('a', 'a-late', timerEvent('timeDuration', 'PT1H'), p => p.user('a-chased').end('a-end'))
    .user('b')
    .boundary('b', 'b-remind', timerEvent('timeCycle', 'R/PT1H'), p => p.user('b-chased').end('b-end'), false)
    .end()
    .xml()

const doubled = () =>
  aProcess('p')
    .start()
    .split('parallel', 'outer', outer =>
      outer
        .also(p =>
          p
            .split('parallel', 'inner', inner => inner.also(q => q.user('a')).also(q => q.user('b')))
            .gateway('parallel', 'inner-join'),
        )
        .also(p => p.user('c')),
    )
    .gateway('parallel', 'outer-join')
    .user('last')
    .end()
    .xml()

const all = (...elements: string[]): Step[] => elements.map(element => ({ do: element }))

export const situations: Situation[] = [
  {
    title: 'a plain chain: the step before',
    xml: chain,
    steps: [
      ...all('a', 'b'),
      { return: 'c', to: 'b' },
      { stands: ['b'] },
      ...all('b', 'c'),
      { ends: 'completed', trail: { a: 1, b: 2 } },
    ],
  },
  {
    title: 'a plain chain: two steps before, then one forth and one back',
    xml: chain,
    steps: [
      ...all('a', 'b'),
      { return: 'c', to: 'a' },
      { do: 'a' },
      { return: 'b', to: 'a' },
      { stands: ['a'] },
      ...all('a', 'b', 'c'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'a plain chain: the start',
    xml: chain,
    steps: [{ do: 'a' }, { return: 'b', to: 'start' }, { stands: ['a'] }, ...all('a', 'b', 'c'), { ends: 'completed' }],
  },
  {
    title: 'a step to itself begins anew',
    xml: chain,
    steps: [{ return: 'a', to: 'a' }, { stands: ['a'] }, ...all('a', 'b', 'c'), { ends: 'completed', trail: { a: 1 } }],
  },
  {
    title: 'what lies ahead is no return',
    xml: chain,
    steps: [
      { return: 'a', to: 'b', refused: 'RETURN_NOT_EARLIER' },
      { stands: ['a'] },
      ...all('a', 'b', 'c'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'parallel: inside a branch the sibling stays',
    xml: parallel,
    steps: [
      ...all('first', 'a1', 'b1'),
      { return: 'a2', to: 'a1' },
      { stands: ['a1', 'b2'] },
      ...all('a1', 'a2', 'b2', 'last'),
      { ends: 'completed', trail: { b1: 1, a1: 2 } },
    ],
  },
  {
    title: 'parallel: inside a branch, the sibling waits at the join and stays there',
    xml: parallel,
    steps: [
      ...all('first', 'a1', 'b1', 'b2'),
      { return: 'a2', to: 'a1' },
      { stands: ['a1'], joins: ['join'] },
      ...all('a1', 'a2', 'last'),
      { ends: 'completed', trail: { b2: 1 } },
    ],
  },
  {
    title: 'parallel in a loop: what only the loop leads to stays',
    xml: () => branches('parallel', true),
    steps: [
      ...all('first', 'a1', 'b1', 'a2', 'b2'),
      { do: 'last', data: { more: true } },
      ...all('a1', 'b1'),
      { return: 'a2', to: 'a1' },
      { stands: ['a1', 'b2'] },
      ...all('a1', 'b2', 'a2'),
      { do: 'last', data: { more: false } },
      { ends: 'completed', trail: { last: 2 } },
    ],
  },
  {
    title: 'parallel in a loop: back to the round before takes both branches',
    xml: () => branches('parallel', true),
    steps: [
      ...all('first', 'a1', 'b1', 'a2', 'b2'),
      { do: 'last', data: { more: true } },
      { do: 'b1' },
      { return: 'a1', to: 'last' },
      { stands: ['last'] },
      { do: 'last', data: { more: false } },
      { ends: 'completed' },
    ],
  },
  {
    title: 'parallel in a loop: after the join the other branch is credited',
    xml: () => branches('parallel', true),
    steps: [
      ...all('first', 'a1', 'a2', 'b1', 'b2'),
      { return: 'last', to: 'a2' },
      { stands: ['a2'], joins: ['join'] },
      { do: 'a2' },
      { stands: ['last'], joins: [] },
      { do: 'last', data: { more: false } },
      { ends: 'completed' },
    ],
  },
  {
    title: 'parallel: before the split everything goes',
    xml: parallel,
    steps: [
      ...all('first', 'a1', 'b1', 'b2'),
      { return: 'a2', to: 'first' },
      { stands: ['first'], joins: [] },
      ...all('first', 'a1', 'a2', 'b1', 'b2', 'last'),
      { ends: 'completed', trail: { b2: 2, last: 1 } },
    ],
  },
  {
    title: 'parallel: after the join the branch that stays done is credited',
    xml: parallel,
    steps: [
      ...all('first', 'a1', 'a2', 'b1', 'b2'),
      { return: 'last', to: 'a1' },
      { stands: ['a1'], joins: ['join'] },
      ...all('a1', 'a2', 'last'),
      { ends: 'completed', trail: { b1: 1, last: 1 } },
    ],
  },
  {
    title: 'parallel: after the join, again from the split',
    xml: parallel,
    steps: [
      ...all('first', 'a1', 'a2', 'b1', 'b2'),
      { return: 'last', to: 'a2', redo: 'split' },
      { stands: ['a1', 'b1'], joins: [] },
      ...all('a1', 'a2', 'b1', 'b2', 'last'),
      { ends: 'completed', trail: { b1: 2 } },
    ],
  },
  {
    title: 'parallel: after the join, twice in a row, once per branch',
    xml: parallel,
    steps: [
      ...all('first', 'a1', 'a2', 'b1', 'b2'),
      { return: 'last', to: 'a2' },
      { do: 'a2' },
      { return: 'last', to: 'b2' },
      { stands: ['b2'], joins: ['join'] },
      ...all('b2', 'last'),
      { ends: 'completed', trail: { a2: 2, b2: 2, last: 1 } },
    ],
  },
  {
    title: 'parallel in parallel: credits at both joins',
    xml: doubled,
    steps: [
      ...all('a', 'b', 'c'),
      { return: 'last', to: 'a' },
      { stands: ['a'], joins: ['inner-join', 'outer-join'] },
      ...all('a', 'last'),
      { ends: 'completed', trail: { b: 1, c: 1 } },
    ],
  },
  {
    title: 'parallel in parallel: again from the split takes the outer one',
    xml: doubled,
    steps: [
      ...all('a', 'b', 'c'),
      { return: 'last', to: 'a', redo: 'split' },
      { stands: ['a', 'b', 'c'], joins: [] },
      ...all('a', 'b', 'c', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'inclusive: inside a branch the sibling stays',
    xml: inclusive,
    data: both,
    steps: [
      ...all('first', 'a1', 'b1', 'b2'),
      { return: 'a2', to: 'a1' },
      { stands: ['a1'], joins: ['join'] },
      ...all('a1', 'a2', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'inclusive: before the split everything goes',
    xml: inclusive,
    data: both,
    steps: [
      ...all('first', 'a1', 'b1', 'b2'),
      { return: 'a2', to: 'first' },
      { stands: ['first'], joins: [] },
      ...all('first', 'a1', 'a2', 'b1', 'b2', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'inclusive: after the join the other branch is credited and the join fires once',
    xml: inclusive,
    data: both,
    steps: [
      ...all('first', 'a1', 'a2', 'b1', 'b2'),
      { return: 'last', to: 'a1' },
      { stands: ['a1'], joins: ['join'] },
      ...all('a1', 'a2'),
      { stands: ['last'], joins: [] },
      { do: 'last' },
      { ends: 'completed', trail: { last: 1 } },
    ],
  },
  {
    title: 'inclusive: after the join, when only one branch had run',
    xml: inclusive,
    data: { a: true, b: false },
    steps: [
      ...all('first', 'a1', 'a2'),
      { return: 'last', to: 'a1' },
      ...all('a1', 'a2'),
      { stands: ['last'], joins: [] },
      { do: 'last' },
      { ends: 'completed', trail: { last: 1 } },
    ],
  },
  {
    title: 'sub-process: within it',
    xml: nested,
    steps: [
      ...all('first', 'in'),
      { return: 'out', to: 'in' },
      { stands: ['in', 'y'] },
      ...all('in', 'out', 'y', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'sub-process: out of it to before the split',
    xml: nested,
    steps: [
      ...all('first', 'in'),
      { return: 'out', to: 'first' },
      { stands: ['first'] },
      ...all('first', 'in', 'out', 'y', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'sub-process: out of it to itself, which begins anew',
    xml: nested,
    steps: [
      ...all('first', 'in'),
      { return: 'out', to: 'sub' },
      { stands: ['in', 'y'] },
      ...all('in', 'out', 'y', 'last'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'sub-process: into one that has ended, in the middle of it',
    xml: nested,
    steps: [
      ...all('first', 'in', 'out', 'y'),
      { return: 'last', to: 'out' },
      { stands: ['out'], joins: ['join'] },
      ...all('out', 'last'),
      { ends: 'completed', trail: { in: 1, out: 2, sub: 2 } },
    ],
  },
  {
    title: 'boundary timers: those of the step that is left go, those of the step that begins come',
    xml: timed,
    steps: [
      { stands: ['a'], timers: ['a-late'] },
      { do: 'a' },
      { stands: ['b'], timers: ['b-remind'] },
      { return: 'b', to: 'a' },
      { stands: ['a'], timers: ['a-late'] },
      ...all('a', 'b'),
      { ends: 'completed' },
    ],
  },
  {
    title: 'straight back along a chain',
    xml: chain,
    steps: [
      ...all('a', 'b'),
      { return: 'c', to: 'a', policy: 'straight-back' },
      { do: 'a' },
      { stands: ['c'] },
      { do: 'c' },
      { ends: 'completed', trail: { a: 2, b: 1 } },
    ],
  },
  {
    title: 'straight back in two bounds, each to where it came from',
    xml: chain,
    steps: [
      ...all('a', 'b'),
      { return: 'c', to: 'b', policy: 'straight-back' },
      { return: 'b', to: 'a', policy: 'straight-back' },
      { do: 'a' },
      { stands: ['b'] },
      { do: 'b' },
      { stands: ['c'] },
      { do: 'c' },
      { ends: 'completed' },
    ],
  },
  {
    title: 'straight back is forgotten when the matter goes further back and runs on',
    xml: chain,
    steps: [
      ...all('a', 'b'),
      { return: 'c', to: 'b', policy: 'straight-back' },
      { return: 'b', to: 'a' },
      { do: 'a' },
      { stands: ['b'] },
      { do: 'b' },
      { stands: ['c'] },
      { do: 'c' },
      { ends: 'completed', trail: { b: 2 } },
    ],
  },
  {
    title: 'straight back into parallel branches: each stands where it stood',
    xml: parallel,
    steps: [
      ...all('first', 'a1', 'b1', 'b2'),
      { return: 'a2', to: 'first', policy: 'straight-back' },
      { stands: ['first'], joins: [] },
      { do: 'first' },
      { stands: ['a2'], joins: ['join'] },
      ...all('a2', 'last'),
      { ends: 'completed', trail: { a1: 1, b2: 1 } },
    ],
  },
  {
    title: 'straight back over a join: the credit for the ordinary way goes',
    xml: parallel,
    steps: [
      ...all('first', 'a1', 'a2', 'b1', 'b2'),
      { return: 'last', to: 'a2', policy: 'straight-back' },
      { stands: ['a2'], joins: ['join'] },
      { do: 'a2' },
      { stands: ['last'], joins: [] },
      { do: 'last' },
      { ends: 'completed', trail: { a2: 2, last: 1 } },
    ],
  },
  {
    title: 'straight back into a sub-process: it stands as it stood',
    xml: nested,
    steps: [
      ...all('first', 'in', 'y'),
      { return: 'out', to: 'first', policy: 'straight-back' },
      { stands: ['first'], joins: [] },
      { do: 'first' },
      { stands: ['out'], joins: ['join'] },
      ...all('out', 'last'),
      { ends: 'completed', trail: { in: 1, y: 1 } },
    ],
  },
  {
    title: 'straight back from inside a sub-process that had ended',
    xml: nested,
    steps: [
      ...all('first', 'in', 'out', 'y'),
      { return: 'last', to: 'in', policy: 'straight-back' },
      { stands: ['in'], joins: ['join'] },
      { do: 'in' },
      { stands: ['last'], joins: [] },
      { do: 'last' },
      { ends: 'completed', trail: { out: 1 } },
    ],
  },
]
