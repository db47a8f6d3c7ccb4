import type { Driver } from '../../../support/drive.js'
import type { Situation } from './diagrams.js'

/** Takes a situation step by step; after each of them every row must hang on something that lives. */
export async function walk({ steps }: Situation, driver: Driver): Promise<void> {
  for (const step of steps) {
    if ('do' in step) await driver.complete(step.do, step.data)
    else if ('message' in step) await driver.message(step.message)
    else if ('return' in step) {
      const before = await driver.picture()
      const refused = await driver.return(step.return, step)
      expect(refused).toBe(step.refused)
      if (refused !== undefined) expect(await driver.picture()).toBe(before)
    } else if ('stands' in step) {
      const found = await driver.stands()
      expect(found.waiting).toEqual([...step.stands].sort())
      if (step.joins) expect(found.joins).toEqual([...step.joins].sort())
      if (step.listens) expect(found.listens).toEqual([...step.listens].sort())
      if (step.timers) expect(found.timers).toEqual([...step.timers].sort())
    } else {
      expect(await driver.status()).toBe(step.ends)
      for (const [element, times] of Object.entries(step.trail ?? {}))
        expect([element, driver.times(element)]).toEqual([element, times])
    }
    await driver.sound()
  }
}
