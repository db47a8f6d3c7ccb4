import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Logger } from '@nestjs/common'
import { Player } from '#core/process/play'
import { mainOf } from '#core/process/play-start'
import type { StoryWorld } from '#core/process/play-world'
import { readDefinition, type Definition } from '#core/process/read-definition'
import { readStory } from '#core/process/read-story'
import type { Story } from '#core/process/story'
import { patient } from '../../support/patient.js'
import { settle } from '../../support/approving-in-database.js'
import { CrashingWorld } from '../../support/crashing-world.js'
import { DatabaseWorld } from '../../support/database-world.js'
import { dying, type Dying } from '../../support/dying.js'
import { eachDatabase, type Database } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'
import { expectSoundRows } from '../../support/sound-rows.js'

jest.setTimeout(120_000)

/**
 * Every story is a reference process: its server dies at each persistence call (tests/support/dying.ts), each call once, and the story must come out as
 * without. `FORMLOOM_LONG=1`: all calls of all stories; else a sample, another one for each `FORMLOOM_SEED`.
 */
const folder = join(__dirname, '../../core/process/stories')
const long = process.env.FORMLOOM_LONG === '1'
const seed = process.env.FORMLOOM_SEED ?? '1'
/** One in so many. */
const STORIES: Record<Database, number> = { sqlite: long ? 1 : 5, mariadb: long ? 1 : 10 }
const MOMENTS: Record<Database, number> = { sqlite: long ? 1 : 3, mariadb: long ? 1 : 6 }
const among = (text: string, one: number): boolean => createHash('md5').update(`${seed} ${text}`).digest()[0]! % one === 0

/** One writes to a record, and the diagram's forms are in no app here; the others' fifty thousand steps would be as many places to die at. */
const LEFT_OUT = /^(tasks\.automatic|endless-loop|standard-loop-endless)\./
const files = readdirSync(folder).filter(file => file.endsWith('.story.json') && !LEFT_OUT.test(file))

eachDatabase('a server that dies at a persistence call', database => {
  const chosen = files.filter(file => among(file, STORIES[database]))
  let test: TestEngine
  let deaths = 0
  beforeAll(async () => {
    // every death is a warning of a job
    Logger.overrideLogger(false)
    test = await anEngine(database)
    await settle(test, ['ini', 'ann', 'ben', 'cat'])
  })
  afterAll(() => test.close())

  it.each(chosen)('%s', async file => {
    const story = readStory(JSON.parse(readFileSync(join(folder, file), 'utf8'))) as Story
    const xml = readFileSync(join(folder, story.process!), 'utf8')
    const { processes } = await readDefinition(xml)

    const whole = await told(story, xml, processes)
    let dies: Dying | undefined
    const mortal = (world: DatabaseWorld): StoryWorld => {
      dies = dying(test.store.db, moment => among(`${file} ${moment}`, MOMENTS[database]))
      return new CrashingWorld(world, test, dies)
    }
    const broken = await told(story, xml, processes, mortal).finally(() => dies?.end())

    expect(broken).toEqual(whole)
    deaths += dies?.deaths() ?? 0
  })

  it('dies often enough to mean something', () => {
    if (long) process.stdout.write(`${database}: ${deaths} deaths in ${chosen.length} stories\n`)
    expect(deaths).toBeGreaterThan(chosen.length)
  })

  /** The outcome, and whatever it has left in the database, without ids and times. */
  async function told(
    story: Story,
    xml: string,
    file: Definition['processes'],
    around: (world: DatabaseWorld) => StoryWorld = world => world,
  ): Promise<unknown> {
    const inner = await DatabaseWorld.of(test, xml, file, story.clock ?? '2026-01-05T09:00:00Z')
    const world = around(inner)
    const player = new Player(mainOf(file)!, story, { evaluate: patient, file, world })
    await player.start()
    for (const step of story.steps ?? []) await player.step(step)
    for (const { state } of world.cases) await expectSoundRows(test, state.instance.id)
    const { status, trail, waiting, joining, data, problems } = player.outcome()
    const codes = problems.map(problem => problem.code).filter(code => code !== 'SIGNAL_NOT_AWAITED')
    return {
      outcome: { status, trail: trail.sort(), waiting: waiting.sort(), joining: joining.sort(), data, codes: codes.sort() },
      rows: await left(inner.version),
    }
  }

  async function left(version: string): Promise<unknown> {
    const of = 'instance_id IN (SELECT id FROM instances WHERE definition = ?)'
    const counted = (columns: string, table: string, where: string) =>
      test.rows(`SELECT ${columns}, COUNT(*) AS n FROM ${table} WHERE ${where} GROUP BY ${columns} ORDER BY ${columns}`, [
        version,
      ])
    return {
      instances: await counted('status, pool', 'instances', 'definition = ?'),
      commands: await counted('type', 'command_log', `${of} AND type <> 'recheck'`),
      log: await counted('element, type', 'activity_log', of),
      tasks: await counted('element, status, round', 'tasks', of),
      outbox: await counted('element, channel, status', 'outbox', of),
      jobs: await counted('kind', 'jobs', of),
      subscriptions: await counted('element, type', 'subscriptions', of),
      messages: await test.rows('SELECT name, status, COUNT(*) AS n FROM messages GROUP BY name, status ORDER BY name, status'),
      signals: await test.rows('SELECT name, status, COUNT(*) AS n FROM signals GROUP BY name, status ORDER BY name, status'),
    }
  }
})
