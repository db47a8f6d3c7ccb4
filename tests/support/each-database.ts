import { runSocket } from './mariadb.js'

export type Database = 'sqlite' | 'mariadb'

/**
 * The same tests on both databases. Where MariaDB is not installed its half is skipped by name; in CI it fails instead:
 * what is promised for both is not green on one.
 */
export function eachDatabase(name: string, tests: (database: Database) => void): void {
  describe(`${name} [sqlite]`, () => tests('sqlite'))
  if (runSocket()) describe(`${name} [mariadb]`, () => tests('mariadb'))
  else if (process.env.CI === 'true') test(`${name} [mariadb]`, () => Promise.reject(new Error('MariaDB is not installed')))
  else describe.skip(`${name} [mariadb] (not installed)`, () => tests('mariadb'))
}
