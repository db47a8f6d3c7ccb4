/** Rows of migration 0006-rules; `draft` and `rules` are JSON text. One rule set per form. */
export interface RuleSetRecord {
  form: string
  revision: number
  draft: string
  /** The published version, 0 before the first. */
  version: number
}

export interface RuleVersionRecord {
  form: string
  version: number
  rules: string
  published_at: string
  published_by: string | null
}
