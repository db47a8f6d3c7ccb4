import type { MigrationInterface, QueryRunner } from 'typeorm'
import { addColumn, defineTable, dropColumn, makeIndex } from '../define-table.js'

/** Scopes of every kind, events of every kind, what can be compensated. Rounds are no longer kept per scope: they are looked up in `tasks`. */
export class Engine0000000000014 implements MigrationInterface {
  name = 'Engine0000000000014'

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'scopes', 'kind', { type: 'name', default: 'process' })
    await addColumn(runner, 'scopes', 'definition', 'id?')
    await addColumn(runner, 'scopes', 'round', { type: 'int', default: 1 })
    await addColumn(runner, 'scopes', 'detail', 'long?')
    await runner.query("UPDATE scopes SET kind = 'sub-process' WHERE parent IS NOT NULL AND kind = 'process'")
    await dropColumn(runner, 'scopes', 'rounds')
    await addColumn(runner, 'subscriptions', 'event', 'int?')
    await addColumn(runner, 'subscriptions', 'held', { type: 'flag', default: 0 })
    await makeIndex(runner, 'INDEX', 'tasks_round', 'tasks', ['instance_id', 'element', 'round'])
    await defineTable(runner, 'compensations', {
      columns: { instance_id: 'id', id: 'id', scope: 'id', element: 'name', detail: 'long' },
      primary: ['instance_id', 'id'],
    })
  }

  async down(): Promise<void> {}
}
