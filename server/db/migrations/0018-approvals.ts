import type { MigrationInterface, QueryRunner } from 'typeorm'
import { addColumn, defineTable } from '../define-table.js'

/**
 * Approvals: one row per approval step of a running instance, one per person asked in a round (ended rounds stay, `live` 0), who was sent a copy,
 * and who stands in for whom while he is away.
 */
export class Approvals0000000000018 implements MigrationInterface {
  name = 'Approvals0000000000018'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'approvals', {
      columns: {
        instance_id: 'id',
        id: 'id',
        scope: 'id',
        element: 'name',
        token: 'id',
        round: 'int',
        status: 'name',
        opened_at: 'time',
        due_at: 'time?',
        urged_at: 'time?',
        decided_at: 'time?',
        decided_by: 'id?',
        live: 'flag',
      },
      primary: ['instance_id', 'id'],
    })
    await defineTable(runner, 'signers', {
      columns: {
        instance_id: 'id',
        id: 'id',
        approval: 'id',
        scope: 'id',
        /** JSON: where the step stood, readable when its scopes are gone. */
        path: 'text',
        element: 'name',
        round: 'int',
        user_id: 'id',
        place: 'name',
        parent: 'id?',
        added_by: 'id?',
        /** Decimal as text: exact on both databases. */
        weight: 'name',
        place_order: 'int',
        status: 'name',
        automatic: 'name?',
        on_behalf_of: 'id?',
        handed: 'text?',
        opinion: 'text?',
        signature: { type: 'long', null: true },
        draft: 'text?',
        at: 'time?',
        print: 'name?',
        live: 'flag',
      },
      primary: ['instance_id', 'id'],
      index: { signers_user: ['user_id', 'live', 'status'], signers_past: ['instance_id', 'live', 'status', 'at'] },
    })
    await defineTable(runner, 'copies', {
      columns: {
        user_id: 'id',
        id: 'id',
        instance_id: 'id',
        task_id: 'id?',
        element: 'name',
        by_user: 'id',
        note: 'text?',
        at: 'time',
      },
      primary: ['user_id', 'id'],
      index: { copies_instance: ['instance_id', 'user_id'] },
    })
    await defineTable(runner, 'absences', {
      columns: {
        id: 'id',
        user_id: 'id',
        to_user: 'id',
        from_at: 'time',
        until_at: 'time',
        processes: 'text?',
        made_by: 'id',
        made_at: 'time',
      },
      primary: ['id'],
      index: { absences_user: ['user_id', 'until_at'] },
    })
    await addColumn(runner, 'tasks', 'signer', 'id?')
    await addColumn(runner, 'tasks', 'on_behalf_of', 'id?')
  }

  async down(): Promise<void> {}
}
