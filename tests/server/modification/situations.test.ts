import { situations } from '../../core/process/return/situations.js'
import { walk } from '../../core/process/return/walk.js'
import { aDriver, assigned } from '../../support/drive.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(60_000)

eachDatabase('return: every situation, on rows', database => {
  let test: TestEngine
  let ann: string
  beforeAll(async () => {
    test = await anEngine(database)
    ann = (await test.store.user('ann')).id
  })
  afterAll(() => test.close())

  it.each(situations)('$title', async situation => {
    const definition = await test.process(assigned(situation.xml()))
    const instance = await test.start(definition, { by: ann, data: situation.data ?? {} })
    await walk(
      situation,
      aDriver(
        () => test.state(instance),
        command => test.command(instance, command),
      ),
    )
  })
})
