import type { ImportErrors, ImportInfo, ImportMapping } from '../../../server/imports/imports.api'
import { api } from '@/api/client'

const at = (id: string, rest = ''): string => `/imports/${encodeURIComponent(id)}${rest}`

export function uploadTable(form: string, file: File): Promise<ImportInfo> {
  const body = new FormData()
  body.append('file', file)
  return api.post(`/forms/${encodeURIComponent(form)}/imports`, body)
}
export const readImport = (id: string): Promise<ImportInfo> => api.get(at(id))
/** Every faulty row as it came. */
export const readImportErrors = (id: string): Promise<ImportErrors> => api.get(at(id, '/errors'))
export const mapImport = (id: string, mapping: ImportMapping): Promise<ImportInfo> => api.put(at(id, '/mapping'), mapping)
export const checkImport = (id: string): Promise<ImportInfo> => api.post(at(id, '/check'))
export const runImport = (id: string): Promise<ImportInfo> => api.post(at(id, '/run'))
/** What is in stays in. */
export const cancelImport = (id: string): Promise<ImportInfo> => api.post(at(id, '/cancel'))
