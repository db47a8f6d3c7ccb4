import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readStory } from '#core/process/read-story'
import type { Story } from '#core/process/story'
import { playXml } from '../../support/play.js'

/** One story per file: `<element>.<case>.story.json` beside `<element>.bpmn`. A new case needs no code. */
const folder = join(__dirname, 'stories')
const files = readdirSync(folder).filter(file => file.endsWith('.story.json'))

describe('stories, saved and reloaded between any two steps', () => {
  it.each(files)('%s', async file => {
    const story = readStory(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    expect(story).not.toHaveProperty('problems')
    const { process } = story as Story
    const outcome = await playXml(readFileSync(join(folder, process!), 'utf8'), story as Story)
    expect(outcome.problems.filter(found => found.code === 'EXPECTATION_FAILED')).toEqual([])
  })

  it('has a story for every diagram', () => {
    const told = new Set(files.map(file => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as Story).process))
    expect(readdirSync(folder).filter(file => file.endsWith('.bpmn') && !told.has(file))).toEqual([])
  })
})
