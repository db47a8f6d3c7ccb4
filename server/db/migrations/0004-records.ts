import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

/** What stands beside the forms' own tables; the records themselves live in those (forms/publish-step.ts). */
export class Records0000000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'record_log', {
      columns: {
        id: 'id',
        form: 'id',
        record: 'id',
        at: 'time',
        by_id: 'id?',
        // user, link, api, import, process, template
        source: 'id',
        // JSON: which link, import or process step
        through: 'long?',
        action: 'id',
        // JSON: [{ field, before, after }], canonical values
        changes: 'long',
      },
      primary: ['id'],
      index: { ix_record_log_record: ['record', 'id'] },
    })
    await defineTable(runner, 'record_decisions', {
      columns: { id: 'id', form: 'id', record: 'id', target: 'id', at: 'time', decision: 'long' },
      primary: ['id'],
      index: { ix_record_decisions_record: ['record', 'target', 'id'] },
    })
    await defineTable(runner, 'record_trash', {
      columns: {
        id: 'id',
        form: 'id',
        version: 'int',
        deleted_at: 'time',
        deleted_by: 'id?',
        title: 'text',
        // JSON: the row's own columns and its values
        snapshot: 'long',
      },
      primary: ['id'],
      index: { ix_record_trash_form: ['form', 'deleted_at'] },
    })
    await defineTable(runner, 'serial_counters', {
      columns: { form: 'id', field: 'id', scope: 'name', last: 'big' },
      primary: ['form', 'field', 'scope'],
    })
  }

  async down(): Promise<void> {
    throw new Error('forward only')
  }
}
