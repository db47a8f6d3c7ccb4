import type { Instruction } from '#core/process/modify/instruction'
import { aProcess } from '../../../support/process.js'
import { aDriver, expectSound } from '../../../support/drive.js'
import { anInstance, type Instance } from '../../../support/play.js'

const xml = () =>
  aProcess('p')
    .start()
    .user('first')
    .split('parallel', 'split', split =>
      split
        .also(p => p.sub('sub', inner => inner.start('ss').user('in').user('out').end('se')))
        .also(p =>
          p
            .split('exclusive', 'which', which => which.when('big', q => q.user('y')).otherwise(q => q.user('z')))
            .gateway('exclusive', 'merge'),
        ),
    )
    .gateway('parallel', 'join')
    .user('last')
    .end()
    .xml()

const driverOf = (instance: Instance) =>
  aDriver(
    () => instance.state!,
    command => instance.send(command as never),
  )
const modified = (instance: Instance, instructions: Instruction[]) =>
  instance.send({ type: 'modify', by: 'admin', instructions, reason: 'mend' } as never)
const stands = async (instance: Instance) => {
  expectSound(instance.state!)
  const { waiting, joins } = await driverOf(instance).stands()
  return [...waiting, ...joins.map(join => `(${join})`)]
}
const problemsOf = (answer: unknown): unknown[] =>
  (answer as { rejection: { params?: { problems?: unknown[] } } }).rejection.params?.problems ?? [
    (answer as { rejection: unknown }).rejection,
  ]

describe('modification of a running instance', () => {
  it.each<[string, string[], Instruction[], string[]]>([
    ['moves a token ahead', [], [{ do: 'move', from: { element: 'first' }, to: 'last' }], ['last']],
    ['moves a token back', ['first'], [{ do: 'move', from: { element: 'z' }, to: 'first' }], ['first', 'in']],
    ['opens the sub-processes around', [], [{ do: 'move', from: { element: 'first' }, to: 'out' }], ['out']],
    [
      'opens them once',
      [],
      [
        { do: 'activate', element: 'in' },
        { do: 'activate', element: 'out' },
        { do: 'cancel-all', element: 'first' },
      ],
      ['in', 'out'],
    ],
    ['uses those that are open', ['first'], [{ do: 'activate', element: 'out' }], ['in', 'out', 'z']],
    ['moves inside a sub-process', ['first'], [{ do: 'move', from: { element: 'in' }, to: 'out' }], ['out', 'z']],
    [
      'moves out of a sub-process, which ends with its last token',
      ['first'],
      [{ do: 'move', from: { element: 'in' }, to: 'last' }],
      ['last', 'z'],
    ],
    ['cancels a sub-process with all inside', ['first'], [{ do: 'cancel-all', element: 'sub' }], ['z']],
    ['cancels the last token inside a sub-process, and it', ['first'], [{ do: 'cancel-all', element: 'in' }], ['z']],
    ['stands before a join for one branch', ['first'], [{ do: 'move', from: { element: 'in' }, to: 'join' }], ['z', '(join)']],
    [
      'passes a join when the other branches are to count',
      ['first'],
      [
        { do: 'move', from: { element: 'in' }, to: 'join', arrivals: 'all' },
        { do: 'cancel-all', element: 'z' },
      ],
      ['last'],
    ],
    ['leaves a step as if it were done', [], [{ do: 'move', from: { element: 'first' }, to: 'first', at: 'after' }], ['in', 'z']],
    [
      'leaves a gateway by a flow',
      [],
      [{ do: 'move', from: { element: 'first' }, to: 'which', at: 'after', flow: 'which-y-8' }],
      ['y'],
    ],
    [
      'sets what the way depends on',
      [],
      [
        { do: 'set', values: { big: true } },
        { do: 'move', from: { element: 'first' }, to: 'which' },
      ],
      ['y'],
    ],
    [
      'takes a value away',
      [],
      [
        { do: 'set', values: { big: true } },
        { do: 'unset', names: ['big'] },
        { do: 'move', from: { element: 'first' }, to: 'which' },
      ],
      ['z'],
    ],
  ])('%s', async (_title, done, instructions, expected) => {
    const instance = await anInstance(xml())
    const driver = driverOf(instance)
    for (const element of done) await driver.complete(element)
    const answer = await modified(instance, instructions)
    expect('rejection' in answer ? answer.rejection : undefined).toBeUndefined()
    expect(await stands(instance)).toEqual(expected)
  })

  it('judges all instructions before it begins, and changes nothing when one is wrong', async () => {
    const instance = await anInstance(xml())
    await driverOf(instance).complete('first')
    const before = JSON.stringify(instance.state)
    const answer = await modified(instance, [
      { do: 'activate', element: 'last' },
      { do: 'activate', element: 'nowhere' },
      { do: 'cancel', token: 'none' },
      { do: 'cancel-all', element: 'y' },
      { do: 'activate', element: 'which', at: 'after' },
      { do: 'activate', element: 'end', at: 'after' },
      { do: 'set', scope: 'none', values: {} },
    ])
    expect(problemsOf(answer)).toEqual([
      expect.objectContaining({ code: 'NO_SUCH_ELEMENT', at: 'nowhere', params: { instruction: 1 } }),
      expect.objectContaining({ code: 'NO_SUCH_TOKEN', params: { instruction: 2 } }),
      expect.objectContaining({ code: 'MODIFY_NOTHING_THERE', at: 'y' }),
      expect.objectContaining({ code: 'FLOW_REQUIRED', at: 'which' }),
      expect.objectContaining({ code: 'MODIFY_NOTHING_AFTER', at: 'end' }),
      expect.objectContaining({ code: 'NO_SUCH_SCOPE' }),
    ])
    expect(JSON.stringify(instance.state)).toBe(before)
  })

  it('does not empty an instance: that is cancelling it', async () => {
    const instance = await anInstance(xml())
    expect(problemsOf(await modified(instance, [{ do: 'cancel-all', element: 'first' }]))).toEqual([
      expect.objectContaining({ code: 'MODIFY_NOTHING_LEFT' }),
    ])
    expect(await stands(instance)).toEqual(['first'])
  })

  it('what was moved goes on to the end', async () => {
    const instance = await anInstance(xml())
    await modified(instance, [
      { do: 'activate', element: 'out' },
      { do: 'move', from: { element: 'first' }, to: 'which' },
    ])
    const driver = driverOf(instance)
    for (const element of ['out', 'z', 'last']) await driver.complete(element)
    expect(instance.state!.instance.status).toBe('completed')
  })
})
