import { z } from 'zod'
import type { Problem } from '#core/problem'

/**
 * POST /api/v1/forms/:form/imports             multipart, one part `file` (.csv in UTF-8 or GBK, .xlsx; 10 MB, 50,000 rows × 200 columns) → ImportInfo 201
 * PUT  /api/v1/imports/:import/mapping         { mapping, mode } → ImportInfo          column index → field key or null
 * POST /api/v1/imports/:import/dry-run         → ImportInfo (runs in the background; progress by polling or the `import` event)
 * POST /api/v1/imports/:import/run             → ImportInfo
 * POST /api/v1/imports/:import/cancel          → ImportInfo
 * GET  /api/v1/imports/:import                 → ImportInfo
 * GET  /api/v1/imports/:import/errors.csv      the faulty rows as they came, plus a column of reasons (?language=zh-CN|en)
 * GET  /api/v1/forms/:form/imports/template.csv
 */
export const ImportMapping = z.strictObject({
  mapping: z.array(z.string().max(40).nullable()).max(200),
  /** What to do when a unique field matches a live record: report it as an error row, or skip it quietly. */
  duplicates: z.enum(['error', 'skip']).default('error'),
})
export type ImportMapping = z.infer<typeof ImportMapping>
export interface ImportInfo {
  id: string
  form: string
  file: string
  state: 'mapping' | 'checking' | 'checked' | 'running' | 'done' | 'cancelled' | 'failed'
  columns: { name: string; samples: string[]; field: string | null }[]
  duplicates: 'error' | 'skip'
  total: number
  /** Rows looked at by the current or last pass. */
  processed: number
  good: number
  bad: number
  skipped: number
  /** The first 100 bad rows. */
  errors: { row: number; problems: Problem[] }[]
  problem?: Problem
}
