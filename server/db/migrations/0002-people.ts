import type { MigrationInterface, QueryRunner } from 'typeorm'
import { defineTable } from '../define-table.js'

/** Organisation, departments, users, sessions, roles and their grants (server/people); answers kept for Idempotency-Key (server/http). */
export class People0000000000002 implements MigrationInterface {
  name = 'People0000000000002'

  async up(runner: QueryRunner): Promise<void> {
    await defineTable(runner, 'organisation', { columns: { id: 'id', name: 'name', created_at: 'time' }, primary: ['id'] })
    await defineTable(runner, 'departments', {
      columns: { id: 'id', name: 'name', parent_id: 'id?', head_id: 'id?' },
      primary: ['id'],
      index: { departments_parent: ['parent_id'] },
    })
    await defineTable(runner, 'users', {
      columns: {
        id: 'id',
        account: 'name',
        account_key: 'name',
        name: 'name',
        password: 'text',
        department_id: 'id?',
        language: 'id',
        disabled: { type: 'flag', default: 0 },
        created_at: 'time',
        last_seen_at: 'time?',
      },
      primary: ['id'],
      unique: { users_account: ['account_key'] },
      index: { users_department: ['department_id'] },
    })
    await defineTable(runner, 'sessions', {
      columns: { id: 'id', user_id: 'id', token_hash: 'id', device: 'name', created_at: 'time', last_seen_at: 'time' },
      primary: ['id'],
      unique: { sessions_token: ['token_hash'] },
      index: { sessions_user: ['user_id'] },
    })
    await defineTable(runner, 'roles', {
      columns: { id: 'id', role_key: 'id', name: 'name' },
      primary: ['id'],
      unique: { roles_key: ['role_key'] },
    })
    await defineTable(runner, 'role_members', {
      columns: { role_id: 'id', user_id: 'id' },
      primary: ['role_id', 'user_id'],
      index: { role_members_user: ['user_id'] },
    })
    await defineTable(runner, 'role_grants', {
      columns: { role_id: 'id', form_id: 'id', actions: 'text', row_rule: 'id' },
      primary: ['role_id', 'form_id'],
    })
    await defineTable(runner, 'idempotency', {
      columns: { principal: 'id', idem_key: 'name', hash: 'id', status: 'int', body: 'long', at: 'time' },
      primary: ['principal', 'idem_key'],
      index: { idempotency_at: ['at'] },
    })
    await defineTable(runner, 'apps', {
      columns: { id: 'id', app_key: 'name', name: 'text', icon: 'id', position: 'int', created_at: 'time' },
      primary: ['id'],
      unique: { apps_key: ['app_key'] },
    })
  }

  async down(): Promise<void> {
    // forward only: a backup is the way back
  }
}
