import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

/** `next_at` is due time, retry back-off and lease expiry in one indexed column: an idle poll touches one entry of one index. */
export class JobsOutbox0000000000012 implements MigrationInterface {
  name = 'JobsOutbox0000000000012'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'jobs', {
      columns: { id: 'name', kind: 'name', instance_id: 'id?', next_at: 'time', lease: 'id?', attempts: 'int', payload: 'long' },
      primary: ['id'],
      index: { jobs_due: ['next_at', 'id'], jobs_instance: ['instance_id', 'kind'] },
    })
    await defineTable(runner, 'outbox', {
      columns: {
        id: 'name',
        instance_id: 'id?',
        element: 'name?',
        channel: 'name',
        payload: 'long',
        status: 'name',
        attempts: 'int',
        created_at: 'time',
        done_at: 'time?',
        problem: 'text?',
      },
      primary: ['id'],
      index: { outbox_instance: ['instance_id'] },
    })
  }

  async down(): Promise<void> {}
}
