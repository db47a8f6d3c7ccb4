import { readDefinition } from '#core/process/read-definition'
import { aDriver } from '../../../support/drive.js'
import { anInstance } from '../../../support/play.js'
import { situations } from './situations.js'
import { walk } from './walk.js'

describe('return: every situation, saved and reloaded between any two steps', () => {
  it.each(situations)('$title', async situation => {
    const { processes } = await readDefinition(situation.xml())
    const named = (process: string) => processes.find(graph => graph.process === process)
    const instance = await anInstance(situation.xml(), situation.data ?? {}, {
      graph: async definition => named(definition),
      called: async process => ({ definition: process, graph: named(process)! }),
    })
    const driver = aDriver(
      () => instance.state!,
      command => instance.send(command as never),
    )
    await walk(situation, driver)
  })
})
