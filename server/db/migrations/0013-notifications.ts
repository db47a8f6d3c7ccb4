import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable, makeIndex } from '../define-table.js'

/** In-app notices. `source` is what caused one (an effect, a task, a reminder): together with the reader it is unique, so none comes twice. */
export class Notifications0000000000013 implements MigrationInterface {
  name = 'Notifications0000000000013'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'notifications', {
      columns: {
        user_id: 'id',
        source: 'name',
        at: 'time',
        code: 'name',
        title: 'text',
        body: 'text',
        task_id: 'id?',
        record_form: 'id?',
        record_id: 'id?',
        read_at: 'time?',
      },
      primary: ['user_id', 'source'],
      index: { notifications_time: ['user_id', 'at'], notifications_task: ['task_id'] },
    })
    // what somebody worked on last, for his home page
    await makeIndex(runner, 'INDEX', 'record_log_by', 'record_log', ['by_id', 'id'])
  }

  async down(): Promise<void> {}
}
