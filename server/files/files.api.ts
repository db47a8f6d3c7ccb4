/**
 * POST /api/v1/forms/:form/files          multipart, one part `file` → FileInfo 201   (create or edit right on the form)
 * GET  /api/v1/files/:file                the bytes, as attachment, nosniff            (who may see the record, or uploaded it)
 * GET  /api/v1/files/:file/preview        raster images only, inline
 * Limits: 20 MB a file; type is sniffed; svg and html are only ever attachments.
 */
export interface FileInfo {
  id: string
  name: string
  size: number
  type: string
}
