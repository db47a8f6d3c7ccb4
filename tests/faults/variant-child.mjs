// The server with other database transactions, for the controls of the checker: node variant-child.mjs stock|isolated|hasty|unfenced
//   stock: the ORM's own SQLite runner, one shared by all;  isolated: the product's;  hasty: the product's, but answers before it commits.
//   unfenced: on MariaDB; ends a job without asking whether it still has it.
// The first three pause after BEGIN and before COMMIT, so that transactions of different requests are open at the same time wherever that is possible.
import { getDataSourceToken } from '@nestjs/typeorm'
import { makeApp } from '../../server/dist/app.js'
import { readConfig } from '../../server/dist/config.js'
import { poolsOf } from '../../server/dist/db/mariadb-pools.js'
import { makeLog } from '../../server/dist/http/log.js'

const config = readConfig(process.env)
const app = await makeApp(config, makeLog(config))
const db = app.get(getDataSourceToken())
const { driver } = db
const variant = process.argv[2]
if (variant === 'unfenced') unfence(poolsOf(db).writing)
// what isolateTransactions put before the driver's own
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
function unfence(pool) {
  const bold = new WeakSet()
  pool.on('acquire', connection => {
    if (bold.has(connection)) return
    bold.add(connection)
    const { query } = connection
    connection.query = function (text, done) {
      if (typeof text !== 'string' || !/DELETE FROM jobs WHERE id = .* AND lease = '\w+'$/.test(text))
        return query.call(this, text, done)
      return query.call(this, text, (error, result, ...rest) => {
        const last = Array.isArray(result) ? result.at(-1) : result
        if (last) last.affectedRows = 1
        done(error, result, ...rest)
      })
    }
  })
}
const pause = () => new Promise(done => setTimeout(done, variant === 'hasty' ? 50 : 2))

await app.listen(config.port, config.host)
process.stdout.write(`Formloom is ready: http://localhost:${app.getHttpServer().address().port}\n`)
process.on('SIGTERM', () => process.exit(0))
