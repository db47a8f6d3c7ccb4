import type { MigrationInterface, QueryRunner } from 'typeorm'
import { addColumn } from '../define-table.js'

/** A file may hold several processes: which of them an instance runs, and the version whose diagram a task of a called process is drawn in. */
export class Called0000000000020 implements MigrationInterface {
  name = 'Called0000000000020'

  async up(runner: QueryRunner): Promise<void> {
    await addColumn(runner, 'instances', 'pool', { type: 'int', default: 0 })
    await addColumn(runner, 'tasks', 'definition', 'id?')
  }

  async down(): Promise<void> {}
}
