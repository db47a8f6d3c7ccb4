import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

/** Processes with their draft, published versions (immutable), and what starts them. */
export class Processes0000000000010 implements MigrationInterface {
  name = 'Processes0000000000010'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'processes', {
      columns: {
        id: 'id',
        app_id: 'id',
        process_key: 'name',
        name: 'name',
        revision: 'int',
        draft_xml: 'long',
        version: 'int',
        published_at: 'time?',
        created_at: 'time',
        created_by: 'id',
        deleted_at: 'time?',
      },
      primary: ['id'],
      index: { processes_app: ['app_id'] },
    })
    await defineTable(runner, 'process_versions', {
      columns: {
        id: 'id',
        process_id: 'id',
        version: 'int',
        name: 'name',
        xml: 'long',
        published_at: 'time',
        published_by: 'id',
      },
      primary: ['id'],
      unique: { process_versions_number: ['process_id', 'version'] },
    })
    // made anew at each publish, so that a write of a record finds what it starts with one indexed read
    await defineTable(runner, 'process_starts', {
      columns: {
        process_id: 'id',
        element: 'name',
        definition: 'id',
        kind: 'name',
        subject: 'name',
        fires_on: 'name?',
        condition_text: 'text?',
      },
      primary: ['process_id', 'element'],
      index: { process_starts_subject: ['subject', 'kind'] },
    })
  }

  async down(): Promise<void> {}
}
