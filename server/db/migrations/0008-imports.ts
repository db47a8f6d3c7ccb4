import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

/** Imports of tables (server/imports), and which of their rows are in, so that a run that was cut off goes on without doubling a row. */
export class Imports0000000000008 implements MigrationInterface {
  name = 'Imports0000000000008'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'imports', {
      columns: {
        id: 'id',
        form_id: 'id',
        file: 'name',
        state: 'id',
        columns: 'long',
        mapping: 'text',
        options: 'text',
        total: 'int',
        processed: 'int',
        good: 'int',
        bad: 'int',
        skipped: 'int',
        problem: 'text?',
        created_by: 'id',
        created_at: 'time',
      },
      primary: ['id'],
      index: { imports_form: ['form_id'], imports_state: ['state'] },
    })
    await defineTable(runner, 'import_rows', {
      columns: { import_id: 'id', position: 'int', record_id: 'id' },
      primary: ['import_id', 'position'],
    })
  }

  async down(): Promise<void> {
    // forward only: a backup is the way back
  }
}
