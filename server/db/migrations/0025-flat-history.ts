import type { MigrationInterface, QueryRunner } from 'typeorm'
import { makeIndex } from '../define-table.js'

/** The last round of an element is found without looking at what an instance has behind it. */
export class FlatHistory0000000000025 implements MigrationInterface {
  name = 'FlatHistory0000000000025'

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['tasks', 'approvals'])
      await makeIndex(runner, 'INDEX', `${table}_rounds`, table, ['scope', 'element', 'round'])
  }

  async down(): Promise<void> {}
}
