import { explain } from '#core/process/explain'
import { aProcess, timerEvent } from '../../support/process.js'
import { anInstance, MONDAY } from '../../support/play.js'

const xml = aProcess('p')
  .start()
  .split('parallel', 'fork', s =>
    s.also(b => b.user('a')).also(b => b.sub('check', inner => inner.start('is').user('b').end('ie'))),
  )
  .gateway('parallel', 'join')
  .boundary('a', 'late', timerEvent('timeDuration', 'PT1H'), b => b.end('too-late'), false)
  .user('sign')
  .end()
  .xml()

describe('explain', () => {
  it('tells for each token where it stands, since when and for what it waits', async () => {
    const { graph, state } = await anInstance(xml, {}, { people: async () => ({ assignee: 'bob', candidates: [] }) })
    expect(explain(graph, state!)).toMatchObject([
      {
        element: 'a',
        inside: [],
        since: MONDAY,
        waits: 'task',
        timers: [{ element: 'late', dueAt: '2026-01-05T02:00:00.000Z' }],
        next: ['join'],
      },
      { element: 'b', inside: ['check'], waits: 'task', task: { candidates: [], outcomes: ['complete'] }, next: ['ie'] },
    ])
  })

  it('tells for a join which flows are missing and which elements can still bring them', async () => {
    const instance = await anInstance(xml)
    await instance.send({ type: 'complete', task: instance.task('a') })
    const [missing] = instance.graph.nodes[instance.graph.nodeAt.get('join')!]!.incoming.map(
      index => instance.graph.flows[index]!,
    ).filter(flow => instance.graph.nodes[flow.source]!.id === 'check')
    expect(explain(instance.graph, instance.state!)).toContainEqual(
      expect.objectContaining({
        element: 'join',
        waits: 'join',
        missing: [{ flow: missing!.id, from: ['check'] }],
        next: ['sign'],
      }),
    )
  })

  it('tells a repair', async () => {
    const stuck = await anInstance(aProcess('p').start().script('s', 'a.b + "x"').end().xml(), { a: { b: 1 } })
    expect(explain(stuck.graph, stuck.state!)).toMatchObject([
      { element: 's', waits: 'repair', repair: { problem: { code: 'EXPR_FAILED', at: 's' } } },
    ])
  })
})
