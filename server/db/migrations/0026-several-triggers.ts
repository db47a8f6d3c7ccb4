import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

/** A start event may have several triggers: its row is one per trigger. A primary key cannot be changed on both databases, so the rows move to a new table. */
export class SeveralTriggers0000000000026 implements MigrationInterface {
  name = 'SeveralTriggers0000000000026'

  async up(runner: QueryRunner): Promise<void> {
    const columns = 'process_id, element, definition, kind, subject, fires_on, condition_text'
    // a run that was cut after the old table went has only to rename
    if (!(await runner.hasTable('process_starts'))) {
      await runner.query('ALTER TABLE process_starts_new RENAME TO process_starts')
      return
    }
    await runner.query('DROP TABLE IF EXISTS process_starts_new')
    await defineTable(runner, 'process_starts_new', {
      columns: {
        process_id: 'id',
        element: 'name',
        definition: 'id',
        kind: 'name',
        subject: 'name',
        fires_on: 'name?',
        condition_text: 'text?',
      },
      primary: ['process_id', 'element', 'kind', 'subject'],
      index: { process_starts_by_subject: ['subject', 'kind'] },
    })
    await runner.query(`INSERT INTO process_starts_new (${columns}) SELECT ${columns} FROM process_starts`)
    await runner.query('DROP TABLE process_starts')
    await runner.query('ALTER TABLE process_starts_new RENAME TO process_starts')
  }

  async down(): Promise<void> {}
}
