import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Logger } from '@nestjs/common'
import { settle } from '../../support/approving-in-database.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'
import { expectSoundRows } from '../../support/sound-rows.js'
import { finished, freeze, rooted, thawed, type Frozen } from './freeze.js'
import { kinds } from './kinds.js'

jest.setTimeout(60_000)

/**
 * Instances that rest at each kind of wait, exactly as version 2 of the engine left them. Every later version brings them to the end that they were
 * frozen with. Nothing here writes them again; `FREEZE=1` makes those that are missing.
 */
const folder = join(__dirname, 'v2')
const there = readdirSync(folder).map(file => file.replace('.json', ''))
const read = (kind: string): Frozen => JSON.parse(readFileSync(join(folder, `${kind}.json`), 'utf8')) as Frozen
const people = ['ini', 'ann', 'ben', 'cat']
beforeAll(() => Logger.overrideLogger(false))

if (process.env.FREEZE === '1')
  describe('freezes', () => {
    let test: TestEngine
    beforeAll(async () => {
      test = await anEngine('sqlite')
      await settle(test, people)
    })
    afterAll(() => test.close())
    it.each(kinds.filter(({ name }) => !there.includes(name)))('$name', async kind => {
      writeFileSync(join(folder, `${kind.name}.json`), `${JSON.stringify(await freeze(test, kind))}\n`)
    })
  })
else {
  it('knows every kind of wait', () => {
    expect(there.sort()).toEqual(kinds.map(({ name }) => name).sort())
  })

  describe('finished in memory', () => {
    it.each(there)('%s', async kind => {
      const frozen = read(kind)
      expect(await finished(await thawed(frozen), frozen.finish)).toEqual(frozen.expect)
    })
  })

  eachDatabase('finished on a database', database => {
    let test: TestEngine
    beforeAll(async () => {
      test = await anEngine(database)
      await settle(test, people)
    })
    afterAll(() => test.close())
    it.each(there)('%s', async kind => {
      const frozen = read(kind)
      const player = await rooted(test, frozen)
      expect(await finished(player, frozen.finish)).toEqual(frozen.expect)
      for (const { state } of player.world.cases) await expectSoundRows(test, state.instance.id)
    })
  })
}
