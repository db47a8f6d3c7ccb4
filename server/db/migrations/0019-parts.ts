import type { MigrationInterface, QueryRunner } from 'typeorm'
import { addColumn, defineTable, dropIndex, makeIndex } from '../define-table.js'
import { dialectOf } from '../transaction.js'

const CHILDREN = ['scopes', 'tokens', 'subscriptions', 'repairs', 'compensations', 'approvals', 'signers']

/**
 * The children of a loop are parts of their instance, so that a command for one of them reads and writes nothing of the others
 * (instances/parts.ts). Variables know their size: large ones are not read with the rest.
 */
export class Parts0000000000019 implements MigrationInterface {
  name = 'Parts0000000000019'

  async up(runner: QueryRunner): Promise<void> {
    const part = { type: 'name', default: '' } as const
    for (const table of [...CHILDREN, 'tasks', 'jobs']) await addColumn(runner, table, 'part', part)
    await variables(runner)
    for (const table of [...CHILDREN, 'variables'])
      await makeIndex(runner, 'INDEX', `${table}_part`, table, ['instance_id', 'part'])
    await dropIndex(runner, 'tasks_instance', 'tasks')
    await makeIndex(runner, 'INDEX', 'tasks_part', 'tasks', ['instance_id', 'status', 'part'])
    await dropIndex(runner, 'jobs_instance', 'jobs')
    await makeIndex(runner, 'INDEX', 'jobs_part', 'jobs', ['instance_id', 'kind', 'part'])
  }

  async down(): Promise<void> {}
}

/** SQLite reads a row up to the last column that is asked for, through all pages of a large one: there the value comes last. */
async function variables(runner: QueryRunner): Promise<void> {
  const size = { type: 'int', default: 0 } as const
  const part = { type: 'name', default: '' } as const
  if (dialectOf(runner.connection).name !== 'sqlite') {
    await addColumn(runner, 'variables', 'part', part)
    await addColumn(runner, 'variables', 'size', size)
    await runner.query('UPDATE variables SET size = CHAR_LENGTH(value)')
    return
  }
  const columns = { instance_id: 'id', scope: 'id', name: 'name', part, size, value: 'long' } as const
  await runner.query('ALTER TABLE variables RENAME TO variables_before')
  await defineTable(runner, 'variables', { columns, primary: ['instance_id', 'scope', 'name'] })
  await runner.query(
    "INSERT INTO variables (instance_id, scope, name, part, size, value) SELECT instance_id, scope, name, '', length(value), value FROM variables_before",
  )
  await runner.query('DROP TABLE variables_before')
}
