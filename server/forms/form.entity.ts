/** Rows of migration 0003-forms. Times are UTC, ISO; flags are 0 or 1; `draft`, `design`, `storage`, `changes` and `step` are JSON text. */
export interface FormRecord {
  id: string
  app: string
  form_key: string
  table_name: string
  revision: number
  draft: string
  version: number
  publishing: number
  created_at: string
  deleted_at: string | null
}

export interface FormVersionRecord {
  form: string
  version: number
  published: number
  design: string
  storage: string
  changes: string
  published_at: string
  published_by: string | null
}

export interface PublishStepRecord {
  form: string
  version: number
  seq: number
  step: string
  done: number
}
