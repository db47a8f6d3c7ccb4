import type { MigrationInterface, QueryRunner } from 'typeorm'
import { dropIndex, makeIndex } from '../define-table.js'

/** Open rows and the last round of an element are found without looking at what an instance has behind it. */
export class FlatHistory0000000000025 implements MigrationInterface {
  name = 'FlatHistory0000000000025'

  async up(runner: QueryRunner): Promise<void> {
    await makeIndex(runner, 'INDEX', 'tasks_rounds', 'tasks', ['instance_id', 'status', 'element', 'scope', 'round'])
    await dropIndex(runner, 'tasks_instance', 'tasks')
    await makeIndex(runner, 'INDEX', 'approvals_rounds', 'approvals', ['instance_id', 'live', 'element', 'scope', 'round'])
    await makeIndex(runner, 'INDEX', 'signers_live', 'signers', ['instance_id', 'live'])
  }

  async down(): Promise<void> {}
}
