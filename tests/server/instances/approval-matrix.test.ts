import { eachDatabase } from '../../support/each-database.js'
import { cells, checkCell, situations } from '../../support/approval-matrix.js'
import { inDatabase, settle } from '../../support/approving-in-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'

jest.setTimeout(120_000)

eachDatabase('every verb of an approval in every situation', database => {
  let engine: TestEngine
  const definitions: Record<string, string> = {}
  beforeAll(async () => {
    engine = await anEngine(database)
    await settle(engine, ['ini', 'p', 'd', 'a', 'b', 'c', 's', 'x', 'y', 'v', 'n', 'm', 'z', 'root'])
    for (const [name, { xml }] of Object.entries(situations)) definitions[name] = await engine.process(xml)
  })
  afterAll(() => engine.close())

  test.each(Object.keys(situations))('%s', async situation => {
    for (const cell of cells.filter(each => each.situation === situation)) {
      const matter = await inDatabase(engine, definitions[situation]!)
      await checkCell(matter, cell).catch((error: Error) => {
        throw new Error(`${cell.deed}: ${error.message}`, { cause: error })
      })
    }
  })
})
