import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

export class Files0000000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'files', {
      columns: {
        id: 'id',
        form: 'id',
        // principal that sent it: user:<id> or link:<id>
        uploader: 'id',
        name: 'name',
        size: 'int',
        type: 'name',
        // SHA-256 of the bytes, which is their address in the data folder
        hash: 'id',
        uploaded_at: 'time',
        // the record that holds it; null before the submission
        record: 'id?',
      },
      primary: ['id'],
      index: { ix_files_record: ['record'], ix_files_hash: ['hash'], ix_files_loose: ['record', 'uploaded_at'] },
    })
  }

  async down(): Promise<void> {
    throw new Error('forward only')
  }
}
