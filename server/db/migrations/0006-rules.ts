import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

export class Rules0000000000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // one rule set per form
    await defineTable(runner, 'rule_sets', {
      columns: { form: 'id', revision: 'int', draft: 'long', version: 'int' },
      primary: ['form'],
    })
    await defineTable(runner, 'rule_versions', {
      columns: { form: 'id', version: 'int', rules: 'long', published_at: 'time', published_by: 'id?' },
      primary: ['form', 'version'],
    })
  }

  async down(): Promise<void> {
    throw new Error('forward only')
  }
}
