import { aDriver } from '../../../support/drive.js'
import { anInstance } from '../../../support/play.js'
import { situations } from './situations.js'
import { walk } from './walk.js'

describe('return: every situation, saved and reloaded between any two steps', () => {
  it.each(situations)('$title', async situation => {
    const instance = await anInstance(situation.xml(), situation.data ?? {})
    await walk(
      situation,
      aDriver(
        () => instance.state!,
        command => instance.send(command as never),
      ),
    )
  })
})
