import type { Mariadb } from './mariadb.js'

// jest loads this file without its module map, so the extension must be left out here
const { runSocket, startMariadb } = require('./mariadb') as typeof import('./mariadb.js')

declare global {
  var formloomMariadb: Mariadb | undefined
}

/** jest's globalSetup: one private MariaDB for the whole run. */
export default async function start(): Promise<void> {
  if (runSocket()) return
  globalThis.formloomMariadb = await startMariadb()
  if (globalThis.formloomMariadb) process.env.FORMLOOM_TEST_MARIADB = globalThis.formloomMariadb.socket
}
