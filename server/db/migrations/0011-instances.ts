import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

/**
 * Running processes as rows. What lives with an instance is clustered by it, so that a step reads and writes neighbours.
 * `tasks` keeps the ended ones: the index by status makes a step cost the same however many there are.
 */
export class Instances0000000000011 implements MigrationInterface {
  name = 'Instances0000000000011'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'instances', {
      columns: {
        id: 'id',
        process_id: 'id',
        definition: 'id',
        status: 'name',
        rev: 'int',
        seq: 'int',
        automatic: 'int',
        record_form: 'id?',
        record_id: 'id?',
        started_by: 'id',
        started_at: 'time',
        ended_at: 'time?',
      },
      primary: ['id'],
      index: {
        instances_record: ['record_id'],
        instances_process: ['process_id', 'status'],
        instances_starter: ['started_by', 'started_at'],
      },
    })
    await defineTable(runner, 'scopes', {
      columns: { instance_id: 'id', id: 'id', parent: 'id?', element: 'name', token: 'id?', started_at: 'time', rounds: 'text' },
      primary: ['instance_id', 'id'],
    })
    await defineTable(runner, 'tokens', {
      columns: { instance_id: 'id', id: 'id', scope: 'id', node: 'name', arrived_by: 'name?', waits: 'name', since: 'time' },
      primary: ['instance_id', 'id'],
    })
    await defineTable(runner, 'variables', {
      columns: { instance_id: 'id', scope: 'id', name: 'name', value: 'long' },
      primary: ['instance_id', 'scope', 'name'],
    })
    await defineTable(runner, 'subscriptions', {
      columns: {
        instance_id: 'id',
        id: 'id',
        scope: 'id',
        token: 'id',
        element: 'name',
        type: 'name',
        name: 'name',
        correlation_key: 'name',
      },
      primary: ['instance_id', 'id'],
      index: { subscriptions_name: ['name', 'correlation_key'] },
    })
    await defineTable(runner, 'repairs', {
      columns: {
        instance_id: 'id',
        id: 'id',
        scope: 'id',
        token: 'id',
        element: 'name',
        problem: 'text',
        at: 'time',
        stage: 'name',
        attempts: { type: 'int', null: true },
      },
      primary: ['instance_id', 'id'],
    })
    await defineTable(runner, 'activity_log', {
      columns: {
        instance_id: 'id',
        rev: 'int',
        n: 'int',
        element: 'name',
        type: 'name',
        at: 'time',
        scope: 'id',
        token: 'id?',
        by_user: 'id?',
        detail: 'text?',
      },
      primary: ['instance_id', 'rev', 'n'],
    })
    await defineTable(runner, 'command_log', {
      columns: { instance_id: 'id', rev: 'int', at: 'time', by_user: 'id', type: 'name', detail: 'text?' },
      primary: ['instance_id', 'rev'],
    })
    await tasks(runner)
  }

  async down(): Promise<void> {}
}

async function tasks(runner: QueryRunner): Promise<void> {
  await defineTable(runner, 'tasks', {
    columns: {
      id: 'id',
      instance_id: 'id',
      scope: 'id',
      token: 'id',
      element: 'name',
      name: 'text',
      status: 'name',
      round: 'int',
      assignee: 'id?',
      candidates: 'int',
      why: 'text?',
      rights: 'text?',
      outcomes: 'text',
      due_at: 'time?',
      created_at: 'time',
      completed_at: 'time?',
      completed_by: 'id?',
      outcome: 'name?',
      opinion: 'text?',
    },
    primary: ['id'],
    index: {
      tasks_instance: ['instance_id', 'status'],
      tasks_assignee: ['assignee', 'status', 'created_at'],
      tasks_done: ['completed_by', 'completed_at'],
    },
  })
  await defineTable(runner, 'task_candidates', {
    columns: { task_id: 'id', user_id: 'id', is_open: 'flag' },
    primary: ['task_id', 'user_id'],
    index: { task_candidates_user: ['user_id', 'is_open'] },
  })
  await defineTable(runner, 'task_views', {
    columns: { user_id: 'id', task_id: 'id', at: 'time' },
    primary: ['user_id', 'task_id'],
  })
}
