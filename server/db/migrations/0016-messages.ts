import type { MigrationInterface, QueryRunner } from 'typeorm'
import { addColumn, defineTable, dropIndex, makeIndex } from '../define-table.js'

/**
 * Messages rest here until somebody listens, and their ids keep a second sending from counting. A signal's row tells how far it has come; `open_jobs`
 * still carry it on.
 * `n`: the order of messages that one command sent at one time. `since`: when a subscription began to listen; the longest comes first.
 */
export class Messages0000000000016 implements MigrationInterface {
  name = 'Messages0000000000016'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'messages', {
      columns: {
        id: 'name',
        name: 'name',
        correlation_key: 'name',
        data: 'long',
        status: 'id',
        n: 'int',
        created_at: 'time',
        expires_at: 'time',
        ended_at: 'time?',
        delivered_to: 'id?',
        by_user: 'id',
        source: 'id',
      },
      primary: ['id'],
      index: {
        messages_waiting: ['status', 'name', 'correlation_key', 'created_at', 'n'],
        messages_waiting_any: ['status', 'name', 'created_at', 'n'],
        messages_expire: ['status', 'expires_at'],
        messages_ended: ['ended_at'],
        messages_newest: ['created_at'],
      },
    })
    await defineTable(runner, 'signals', {
      columns: {
        id: 'name',
        name: 'name',
        data: 'long',
        status: 'id',
        reached: 'int',
        started: 'int',
        open_jobs: 'int',
        created_at: 'time',
        ended_at: 'time?',
        by_user: 'id',
        source: 'id',
      },
      primary: ['id'],
      index: { signals_ended: ['ended_at'], signals_newest: ['created_at'] },
    })
    await addColumn(runner, 'subscriptions', 'since', { type: 'time', default: '' })
    await makeIndex(runner, 'INDEX', 'subscriptions_longest', 'subscriptions', ['type', 'name', 'correlation_key', 'since'])
    await makeIndex(runner, 'INDEX', 'subscriptions_page', 'subscriptions', ['type', 'name', 'instance_id'])
    await dropIndex(runner, 'subscriptions_name', 'subscriptions')
  }

  async down(): Promise<void> {}
}
