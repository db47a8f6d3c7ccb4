import { explain } from '../../../server/instances/explain.js'
import { anInstance, MONDAY } from '../../support/play.js'
import { aProcess, timerEvent } from '../../support/process.js'

const xml = aProcess('p')
  .start()
  .split('parallel', 'fork', s =>
    s
      .also(b => b.user('a', { role: 'r' }))
      .also(b => b.sub('check', inner => inner.start('is').user('b', { role: 'r' }).end('ie'))),
  )
  .gateway('parallel', 'join')
  .boundary('a', 'late', timerEvent('timeDuration', 'PT1H'), b => b.end('too-late'), false)
  .user('sign')
  .end()
  .xml()

type Instance = Awaited<ReturnType<typeof anInstance>>
const explained = ({ graph, state }: Instance) => explain(() => graph, state!)

describe('explain', () => {
  it('tells for each token where it stands, since when, who has it and what is due', async () => {
    const instance = await anInstance(xml, {}, { people: async () => ({ assignee: 'bob', candidates: [] }) })
    expect(explained(instance)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          element: 'a',
          since: MONDAY,
          waits: 'task',
          people: ['bob'],
          dueAt: '2026-01-05T02:00:00.000Z',
        }),
        expect.objectContaining({ element: 'b', waits: 'task', people: ['bob'] }),
      ]),
    )
  })

  it('tells for a join which flows are missing and from where they can still come', async () => {
    const instance = await anInstance(xml)
    await instance.send({ type: 'complete', task: instance.task('a') })
    expect(explained(instance).find(entry => entry.element === 'join')).toMatchObject({
      waits: 'join',
      missing: [{ flow: expect.any(String), name: 'check', possible: true, from: ['check'] }],
    })
  })
})
