/** Row of migration 0005-files. */
export interface FileRecord {
  id: string
  form: string
  /** nameOf(principal) who sent it. */
  uploader: string
  name: string
  /** Bytes. */
  size: number
  /** As sniffed. */
  type: string
  /** SHA-256 of the bytes: their address in the data folder. */
  hash: string
  uploaded_at: string
  /** The record that holds it; null before the submission. */
  record: string | null
}
