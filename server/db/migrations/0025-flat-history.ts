import type { MigrationInterface, QueryRunner } from 'typeorm'
import { dropIndex, makeIndex } from '../define-table.js'

/** The last round of an element in a scope is found without looking at what an instance has behind it, nor at the other children of a loop. */
export class FlatHistory0000000000025 implements MigrationInterface {
  name = 'FlatHistory0000000000025'

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['tasks', 'approvals'])
      await makeIndex(runner, 'INDEX', `${table}_rounds`, table, ['instance_id', 'element', 'scope', 'round'])
    await dropIndex(runner, 'tasks_round', 'tasks')
  }

  async down(): Promise<void> {}
}
