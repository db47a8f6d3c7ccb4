import { readStory } from '#core/process/read-story'
import type { Story } from '#core/process/story'
import { chain, diagram, end, start, timer } from '../../../support/diagram.js'
import { playXml } from '../../../support/play.js'

const office = [['09:00', '17:00']]
const calendars = {
  office: { zone: 'Asia/Shanghai', week: [office, office, office, office, office, [], []], days: { '2026-03-06': [] } },
}
const xml = diagram(start() + timer('wait', 'PT10H') + end() + chain('start', 'wait', 'end'), 'formloom:calendar="office"')
/** Thursday 5 March 2026, 9:00 in Shanghai; Friday is a holiday. */
const told = (more: object): Story => readStory({ clock: '2026-03-05T09:00:00+08:00', ...more }) as Story

describe('a story may bring calendars', () => {
  it('in which lengths count', async () => {
    const early = told({ calendars, steps: [{ after: 'P4DT1H59M' }], expect: { status: 'waiting' } })
    const late = told({ calendars, steps: [{ after: 'P4DT2H' }], expect: { status: 'completed' } })
    expect([(await playXml(xml, early)).problems, (await playXml(xml, late)).problems]).toEqual([[], []])
  })

  it('and without them counts plain time', async () => {
    expect(await playXml(xml, told({ steps: [{ after: 'PT10H' }] }))).toMatchObject({ status: 'completed', problems: [] })
  })

  it('and is told of one that it lacks', async () => {
    const { status, problems } = await playXml(xml, told({ calendars: {} }))
    expect([status, problems]).toEqual([
      'repair',
      [expect.objectContaining({ code: 'CALENDAR_UNKNOWN', at: 'wait', params: { name: 'office' } })],
    ])
  })

  it('that are none are refused', () => {
    expect(readStory({ calendars: { office: {} } })).toMatchObject({
      problems: [{ code: 'STORY_NOT_UNDERSTOOD', at: 'calendars' }],
    })
  })
})
