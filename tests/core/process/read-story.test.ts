import { readStory } from '#core/process/read-story'
import { playXml } from '../../support/play.js'
import { aProcess } from '../../support/process.js'

const at = (raw: unknown) => {
  const read = readStory(raw)
  return 'problems' in read ? read.problems.map(found => found.at) : []
}

describe('a story that is not understood is refused where it is wrong', () => {
  it.each<[string, unknown, string[]]>([
    ['values that are none', { start: { data: 5 } }, ['start.data']],
    ['a start that is no name', { start: { at: 1, message: [] } }, ['start.at', 'start.message']],
    ['a task that is no name', { steps: [{ complete: 5 }, { complete: {} }] }, ['steps[0].complete', 'steps[1].complete']],
    ['an index below nothing', { steps: [{ complete: { element: 'a', index: -1 } }] }, ['steps[0].complete']],
    ['a return without an aim', { steps: [{ return: { from: 'a' } }] }, ['steps[0].return']],
    ['a step that does two things', { steps: [{ complete: 'a', signal: 's' }] }, ['steps[0]']],
    ['a status that there is not', { expect: { status: 'done' } }, ['expect.status']],
    ['counts that are none', { expect: { trail: { a: 1 } } }, ['expect.trail']],
    ['one element instead of a list', { expect: { waiting: 'a' } }, ['expect.waiting']],
    ['a misspelt expectation', { expect: { state: 'completed' } }, ['expect.state']],
    ['no object', [], ['']],
  ])('%s', (_what, raw, places) => {
    expect(at(raw)).toEqual(places)
  })

  it('and all that there is, is understood', () => {
    const steps = [
      { complete: 'a', by: 'bob', outcome: 'approve', data: { n: 1 } },
      { complete: { element: 'a', index: 1 } },
      { after: 'P1D' },
      { activate: 'a' },
      { return: { from: 'b', to: 'a' } },
      { message: 'm', key: 42 },
      { signal: 's', data: {} },
    ]
    const expected = { status: 'waiting', trail: { counts: { a: 2 } }, waiting: [], data: {}, problems: [{ code: 'X' }] }
    expect(at({ clock: '2026-01-05T09:00:00+08:00', start: { by: 'al', data: {} }, steps, expect: expected })).toEqual([])
  })
})

describe('what a process does not take of a story', () => {
  const xml = aProcess('p').start().user('a').end().xml()
  const codes = async (story: Parameters<typeof playXml>[1]) => (await playXml(xml, story)).problems.map(found => found.code)

  it('fails it, even where it did not come to a start', async () => {
    expect(await codes({ start: { at: 'nowhere' } })).toEqual(['NO_SUCH_START', 'EXPECTATION_FAILED'])
    expect(await codes({ steps: [{ complete: 'b' }] })).toEqual(['TASK_NOT_OPEN', 'EXPECTATION_FAILED'])
  })

  it('is well where it is expected', async () => {
    expect(await codes({ steps: [{ complete: 'b' }], expect: { problems: [{ code: 'TASK_NOT_OPEN' }] } })).toEqual([
      'TASK_NOT_OPEN',
    ])
  })
})
