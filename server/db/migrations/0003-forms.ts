import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

export class Forms0000000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'forms', {
      columns: {
        id: 'id',
        app: 'id',
        form_key: 'id',
        table_name: 'id',
        // of the draft; counted up by every save
        revision: 'int',
        draft: 'long',
        // the published version, 0 before the first
        version: 'int',
        // the version that is being published now, 0 when none is
        publishing: 'int',
        created_at: 'time',
        deleted_at: 'time?',
      },
      primary: ['id'],
      unique: { ux_forms_key: ['app', 'form_key'], ux_forms_table: ['table_name'] },
    })
    await defineTable(runner, 'form_versions', {
      columns: {
        form: 'id',
        version: 'int',
        // 0 while its tables are being made
        published: 'flag',
        design: 'long',
        storage: 'long',
        changes: 'long',
        published_at: 'time',
        published_by: 'id?',
      },
      primary: ['form', 'version'],
    })
    await defineTable(runner, 'form_publish_steps', {
      columns: { form: 'id', version: 'int', seq: 'int', step: 'long', done: 'flag' },
      primary: ['form', 'version', 'seq'],
    })
  }

  async down(): Promise<void> {
    throw new Error('forward only')
  }
}
