// The server with other database transactions, for the controls of the checker: node variant-child.mjs stock|isolated|hasty
//   stock: the ORM's own SQLite runner, one shared by all;  isolated: the product's;  hasty: the product's, but answers before it commits.
// All pause after BEGIN and before COMMIT, so that transactions of different requests are open at the same time wherever that is possible.
import { getDataSourceToken } from '@nestjs/typeorm'
import { makeApp } from '../../server/dist/app.js'
import { readConfig } from '../../server/dist/config.js'
import { makeLog } from '../../server/dist/http/log.js'

const config = readConfig(process.env)
const app = await makeApp(config, makeLog(config))
const { driver } = app.get(getDataSourceToken())
// what isolateTransactions put before the driver's own
const variant = process.argv[2]
if (variant === 'stock') {
  delete driver.createQueryRunner
  delete driver.isolation
}
const make = driver.createQueryRunner.bind(driver)
const paused = new WeakSet()
driver.createQueryRunner = mode => {
  const runner = make(mode)
  if (paused.has(runner)) return runner
  paused.add(runner)
  const begin = runner.startTransaction.bind(runner)
  const commit = runner.commitTransaction.bind(runner)
  runner.startTransaction = async () => {
    await begin()
    await pause()
  }
  const release = runner.release.bind(runner)
  let late
  runner.commitTransaction = async () => {
    late = pause().then(commit)
    if (variant !== 'hasty') await late
  }
  runner.release = async () => (variant === 'hasty' && late ? void late.then(release) : release())
  return runner
}
const pause = () => new Promise(done => setTimeout(done, variant === 'hasty' ? 50 : 2))

await app.listen(config.port, config.host)
process.stdout.write(`Formloom is ready: http://localhost:${app.getHttpServer().address().port}\n`)
process.on('SIGTERM', () => process.exit(0))
