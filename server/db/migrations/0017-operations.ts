import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable, makeIndex } from '../define-table.js'

/** Pauses, work on many instances at once, how long history is kept. */
export class Operations0000000000017 implements MigrationInterface {
  name = 'Operations0000000000017'

  async up(runner: QueryRunner): Promise<void> {
    // a table of its own, nearly always empty: every command asks it, and a row of processes holds a whole diagram
    await defineTable(runner, 'paused_processes', {
      columns: { process_id: 'id', at: 'time', by_user: 'id', reason: 'text?' },
      primary: ['process_id'],
    })
    await defineTable(runner, 'retention_policies', {
      columns: { process_id: 'id', days: 'int', at: 'time', by_user: 'id' },
      primary: ['process_id'],
    })
    await defineTable(runner, 'batches', {
      columns: {
        id: 'id',
        kind: 'name',
        filter: 'long',
        options: 'long',
        by_user: 'id',
        at: 'time',
        status: 'name',
        // how often its row was written: who comes too late knows by it
        step: 'int',
        place: 'text',
        total: 'int',
        done: 'int',
        failed: 'int',
        skipped: 'int',
        problems: 'long',
        ended_at: 'time?',
      },
      primary: ['id'],
    })
    await makeIndex(runner, 'INDEX', 'instances_ended', 'instances', ['process_id', 'ended_at'])
    await makeIndex(runner, 'INDEX', 'task_views_task', 'task_views', ['task_id'])
    await makeIndex(runner, 'INDEX', 'notifications_source', 'notifications', ['source'])
  }

  async down(): Promise<void> {}
}
