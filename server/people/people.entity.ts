/** Rows of the tables that migration 0002-people makes. Times are UTC, ISO; flags are 0 or 1. */
export interface UserRecord {
  id: string
  account: string
  /** Lower case: accounts are unique without regard to case. */
  account_key: string
  name: string
  password: string
  department_id: string | null
  language: string
  disabled: number
  created_at: string
  last_seen_at: string | null
}
export interface SessionRecord {
  id: string
  user_id: string
  /** SHA-256 of the cookie's token. */
  token_hash: string
  device: string
  created_at: string
  last_seen_at: string
}
export interface DepartmentRecord {
  id: string
  name: string
  parent_id: string | null
  head_id: string | null
}
export interface RoleRecord {
  id: string
  /** Built in: `admin`. Templates know their roles by it. */
  role_key: string
  name: string
}
export interface GrantRecord {
  role_id: string
  form_id: string
  /** JSON list. */
  actions: string
  row_rule: string
}
