import { z } from 'zod'
import type { Problem } from '#core/problem'

/**
 * POST /api/v1/forms/:form/imports             multipart, one part `file` (.csv in UTF-8 or GBK, .xlsx; 10 MB, 50,000 rows × 200 columns) → ImportInfo 201
 * PUT  /api/v1/imports/:import/mapping         ImportMapping → ImportInfo
 * POST /api/v1/imports/:import/check           → ImportInfo   a dry run: everything is judged, nothing is written; in the background
 * POST /api/v1/imports/:import/run             → ImportInfo   in the background; progress by polling or the `import` event
 * POST /api/v1/imports/:import/cancel          → ImportInfo   what is in stays in
 * GET  /api/v1/imports/:import                 → ImportInfo
 * GET  /api/v1/imports/:import/errors          → ImportErrors all faulty rows as they came, with their problems (the browser makes the file of them)
 */
export const ImportMapping = z.strictObject({
  /** Field key per column of the file, null for a column that is left out. */
  mapping: z.array(z.string().max(40).nullable()).max(200),
  /** A row whose unique field matches a live record: an error, or passed over quietly. */
  duplicates: z.enum(['error', 'skip']).default('error'),
  /** Do imported records start processes? */
  processes: z.boolean().default(false),
})
export type ImportMapping = z.infer<typeof ImportMapping>

export interface ImportInfo {
  id: string
  form: string
  file: string
  state: ImportState
  columns: ImportColumn[]
  mapping: (string | null)[]
  duplicates: 'error' | 'skip'
  processes: boolean
  total: number
  /** Rows looked at by the current or last pass. */
  processed: number
  good: number
  bad: number
  skipped: number
  /** The first 100 faulty rows. */
  errors: ImportError[]
  problem: Problem | null
}
export type ImportState = 'mapping' | 'checking' | 'checked' | 'running' | 'done' | 'cancelled' | 'failed'
export interface ImportColumn {
  name: string
  samples: string[]
}
export interface ImportError {
  /** Row number as a spreadsheet shows it: the header is row 1. */
  row: number
  cells: string[]
  problems: Problem[]
}
export interface ImportErrors {
  columns: string[]
  rows: ImportError[]
}
