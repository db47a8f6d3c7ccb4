import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FirstStart } from '../../../server/templates/first-start.js'
import { anApp } from '../../support/app.js'
import { said } from '../../support/said.js'

test('a demo that was cut off while it was made is told at the next start, a whole one is not', async () => {
  const app = await anApp({ env: { LOG_LEVEL: 'info' } })
  await app.admin()
  app.config.demo = true
  const again = () => said(() => app.get(FirstStart).onApplicationBootstrap())
  expect(await again()).toBe('')
  writeFileSync(join(app.config.dataDir, 'demo-unfinished'), '')
  expect(await again()).toMatch(/warning .*the demo is incomplete/)
  await app.close()
})
