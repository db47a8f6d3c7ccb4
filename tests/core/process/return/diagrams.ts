import { aProcess, timerEvent, type Branch } from '../../../support/process.js'

/** One return and what it leaves; the same table runs in memory and on both databases. */
export interface Situation {
  title: string
  xml: () => string
  data?: Record<string, string | boolean>
  steps: Step[]
}

export type Step =
  | { message: string }
  | { do: string; data?: Record<string, string | boolean> }
  | { return: string; to: string; policy?: 'run-on' | 'straight-back' | 'only-changed'; redo?: 'split'; refused?: string }
  /** Elements that wait, joins at which something stands, and events that listen; what is left out is not looked at. */
  | { stands: string[]; joins?: string[]; timers?: string[]; listens?: string[] }
  | { ends: 'completed'; trail?: Record<string, number> }

export const chain = () => aProcess('p').start().user('a').user('b').user('c').end().xml()

/** first → split → [a1 a2 | b1 b2] → join → last, optionally with a loop around the split. */
export const branches = (kind: 'parallel' | 'inclusive', loop = false) => {
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
export const parallel = () => branches('parallel')
export const inclusive = () => branches('inclusive')
export const both = { a: true, b: true }

/** first → [ x → (in → out) | y ] → join → last */
export const nested = () =>
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

export const timed = () =>
  aProcess('p')
    .start()
    .user('a')
    .boundary('a', 'a-late', timerEvent('timeDuration', 'PT1H'), p => p.user('a-chased').end('a-end'))
    .user('b')
    .boundary('b', 'b-remind', timerEvent('timeCycle', 'R/PT1H'), p => p.user('b-chased').end('b-end'), false)
    .end()
    .xml()

export const doubled = () =>
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

export const all = (...elements: string[]): Step[] => elements.map(element => ({ do: element }))
