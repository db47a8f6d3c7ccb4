import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readStory } from '#core/process/read-story'
import type { Story } from '#core/process/story'
import { playXml } from '../../support/play.js'

/** The processes that ship with the product, each with its stories: workflow-definitions/<app>/*.bpmn and *.story.json. */
const root = join(__dirname, '../../../workflow-definitions')
const stories = readdirSync(root).flatMap(app =>
  readdirSync(join(root, app))
    .filter(file => file.endsWith('.story.json'))
    .map(file => [app, file] as const),
)

describe('stories of the shipped processes', () => {
  it.each(stories)('%s: %s', async (app, file) => {
    const story = readStory(JSON.parse(readFileSync(join(root, app, file), 'utf8'))) as Story
    const outcome = await playXml(readFileSync(join(root, app, story.process!), 'utf8'), story)
    expect(outcome.problems).toEqual([])
  })

  it('leave no process without a story', () => {
    for (const app of readdirSync(root)) {
      const files = readdirSync(join(root, app))
      const told = files
        .filter(file => file.endsWith('.story.json'))
        .map(file => (JSON.parse(readFileSync(join(root, app, file), 'utf8')) as Story).process)
      expect(files.filter(file => file.endsWith('.bpmn') && !told.includes(file))).toEqual([])
    }
  })
})
