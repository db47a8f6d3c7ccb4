import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Player } from '#core/process/play'
import { mainOf } from '#core/process/play-start'
import { readDefinition } from '#core/process/read-definition'
import { readStory } from '#core/process/read-story'
import { judge, type Story } from '#core/process/story'
import { patient } from '../../support/patient.js'
import { settle } from '../../support/approving-in-database.js'
import { DatabaseWorld } from '../../support/database-world.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

/** Every story of the core, once more on a database: each step a transaction, the state read anew before the next. */
const folder = join(__dirname, '../../core/process/stories')
/** These write to a record, and the diagram's forms are in no app here; records-and-processes.test.ts has such steps. */
const WITH_RECORDS = ['tasks.automatic.story.json']
const files = readdirSync(folder).filter(file => file.endsWith('.story.json') && !WITH_RECORDS.includes(file))

/** What several instances did side by side is counted: the database does not say which of them was first within a millisecond. */
function counted(story: Story, instances: number): Story {
  const { trail } = story.expect ?? {}
  if (instances < 2 || !Array.isArray(trail)) return story
  const counts: Record<string, number> = {}
  for (const element of trail) counts[element] = (counts[element] ?? 0) + 1
  return { ...story, expect: { ...story.expect, trail: { counts } } }
}

eachDatabase('stories on a database', database => {
  let test: TestEngine
  beforeAll(async () => {
    test = await anEngine(database)
    // whom the stories of approvals name
    await settle(test, ['ini', 'ann', 'ben', 'cat'])
  })
  afterAll(() => test.close())

  it.each(files)('%s', async file => {
    const story = readStory(JSON.parse(readFileSync(join(folder, file), 'utf8'))) as Story
    const xml = readFileSync(join(folder, story.process!), 'utf8')
    const { processes } = await readDefinition(xml)
    const world = await DatabaseWorld.of(test, xml, processes, story.clock ?? '2026-01-05T09:00:00Z')

    const player = new Player(mainOf(processes)!, story, { evaluate: patient, file: processes, world })
    await player.start()
    for (const step of story.steps ?? []) await player.step(step)

    expect(judge(player.outcome(), counted(story, world.cases.length).expect)).toEqual([])
  })
})
