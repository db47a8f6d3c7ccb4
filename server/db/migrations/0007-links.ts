import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

/** Public links to forms, and the receipts that submitters hold (server/links). Tokens rest as hashes; a link's is sealed as well, for those who share it. */
export class Links0000000000007 implements MigrationInterface {
  name = 'Links0000000000007'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'links', {
      columns: {
        id: 'id',
        form_id: 'id',
        name: 'name',
        token_hash: 'id',
        token_sealed: 'text',
        preset: 'text',
        is_open: 'flag',
        expires_at: 'time?',
        quota: 'int?',
        submissions: { type: 'int', default: 0 },
        created_at: 'time',
        created_by: 'id',
      },
      primary: ['id'],
      unique: { links_token: ['token_hash'] },
      index: { links_form: ['form_id'] },
    })
    await defineTable(runner, 'receipts', {
      columns: { token_hash: 'id', link_id: 'id', form_id: 'id', record_id: 'id', at: 'time' },
      primary: ['token_hash'],
      index: { receipts_record: ['record_id'] },
    })
  }

  async down(): Promise<void> {
    // forward only: a backup is the way back
  }
}
