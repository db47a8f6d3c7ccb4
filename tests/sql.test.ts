import { join } from 'node:path'
import { readTree } from './support/house.js'
import { sqlFaults } from './support/sql-rules.js'

describe('SQL of the server', () => {
  test('runs on SQLite, MySQL, MariaDB, Galera and TiDB', () => {
    expect(sqlFaults(readTree(join(import.meta.dirname, '..')))).toEqual([])
  })

  test.each([
    ["'SELECT id FROM jobs ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED'", /SKIP LOCKED/],
    ["'SELECT GET_LOCK(?, 5)'", /GET_LOCK/],
    ['`CREATE TABLE x (id INT AUTO_INCREMENT)`', /AUTO_INCREMENT/],
    ["'INSERT INTO x (a) VALUES (?) ON DUPLICATE KEY UPDATE a = 1'", /ON DUPLICATE KEY/],
    ["'INSERT INTO x (a) VALUES (?) ON CONFLICT DO NOTHING'", /ON CONFLICT/],
    ['`\n  INSERT INTO x (a)\n  VALUES (?)\n  ON CONFLICT DO NOTHING`', /ON CONFLICT/],
    ['"REPLACE INTO x VALUES (?)"', /REPLACE INTO/],
    ["'ALTER TABLE x ADD FOREIGN KEY (a) REFERENCES y (id)'", /foreign key/],
    ["'INSERT INTO x (a) VALUES (?) RETURNING id'", /RETURNING/],
    ["'SELECT LAST_INSERT_ID() FROM x'", /made by the application/],
    ["'SELECT a FROM x FOR UPDATE'", /FOR UPDATE/],
  ])('the judge sees %s', (text, fault) => {
    expect(sqlFaults(new Map([['server/jobs/x.ts', `export const sql = ${text}`]])).join('\n')).toMatch(fault)
  })

  test('comments and sentences may speak of them', () => {
    const good = `// no SKIP LOCKED, no GET_LOCK
      /** AUTO_INCREMENT is not used. */
      const a = 'SELECT a FROM x WHERE b = ?'
      const sentence = 'in conflict on duplicate keys'`
    expect(sqlFaults(new Map([['server/jobs/x.ts', good]]))).toEqual([])
  })
})
