import { Clock } from './clock.js'
import { readConfig, WrongSetting, type Config } from './config.js'
import { databaseTrouble } from './db-trouble.js'

const deadline = 10_000

try {
  await start(readConfig(process.env))
} catch (error) {
  console.error(error instanceof WrongSetting ? `Formloom cannot start. ${error.message}` : error)
  process.exit(1)
}

/** config → app → listen. Workers start with the application (Nest's lifecycle) and stop with it. */
async function start(config: Config): Promise<void> {
  // loaded after the settings are known to be right: a wrong one is told at once
  const [{ makeApp }, { makeLog }] = await Promise.all([import('./app.js'), import('./http/log.js')])
  const log = makeLog(config)
  const app = await makeApp(config, log).catch(databaseTrouble(config))
  await app.listen(config.port, config.host).catch(portTrouble(config))
  const { port } = app.getHttpServer().address() as { port: number }
  log.info(`Formloom is ready: ${process.env.BASE_URL ? config.baseUrl : `http://localhost:${port}`}`)
  if (config.demo) log.info('Demo accounts: admin, manager, sales, support; password: formloom (DEMO=0 turns the demo off)')
  if (config.testClock)
    log.warn(`The clock can be moved by anybody (FORMLOOM_TEST_CLOCK); it says ${app.get(Clock).now().toISOString()}`)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), deadline).unref()
    void app.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function portTrouble(config: Config): (error: unknown) => never {
  return error => {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE')
      throw new WrongSetting(`Port ${config.port} is taken: stop the other program, or choose another port with PORT.`)
    if (code === 'EACCES')
      throw new WrongSetting(`Port ${config.port} may not be used by this user: choose one above 1023 with PORT.`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new WrongSetting(`HOST ${config.host} is not an address of this machine.`)
    throw error
  }
}
