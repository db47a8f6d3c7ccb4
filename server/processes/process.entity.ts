/** Rows of migration 0010-processes. */
export interface ProcessRecord {
  id: string
  app_id: string
  process_key: string
  name: string
  revision: number
  draft_xml: string
  /** 0 while never published. */
  version: number
  published_at: string | null
  created_at: string
  created_by: string
  deleted_at: string | null
}

export interface ProcessVersionRecord {
  id: string
  process_id: string
  version: number
  name: string
  xml: string
  published_at: string
  published_by: string
}

/** What starts the published version by itself. `subject`: form id, message name, or '' for a timer. */
export interface ProcessStartRecord {
  process_id: string
  element: string
  definition: string
  kind: 'form' | 'message'
  subject: string
  fires_on: 'created' | 'updated' | 'saved' | null
  condition_text: string | null
}
