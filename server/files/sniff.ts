/** What the first bytes of a file say it is. The sender's word counts for nothing: a script named photo.png is text. */
const signatures: { type: string; at?: number; bytes: string; also?: { at: number; bytes: string } }[] = [
  { type: 'image/png', bytes: '89504e470d0a1a0a' },
  { type: 'image/jpeg', bytes: 'ffd8ff' },
  { type: 'image/gif', bytes: '474946383961' },
  { type: 'image/gif', bytes: '474946383761' },
  { type: 'image/webp', bytes: '52494646', also: { at: 8, bytes: '57454250' } },
  { type: 'image/bmp', bytes: '424d' },
  { type: 'image/heic', at: 4, bytes: '6674797068656963' },
  { type: 'application/pdf', bytes: '255044462d' },
  { type: 'application/zip', bytes: '504b0304' },
  { type: 'application/x-rar-compressed', bytes: '526172211a07' },
  { type: 'application/x-7z-compressed', bytes: '377abcaf271c' },
  { type: 'application/gzip', bytes: '1f8b' },
  { type: 'application/x-ole-storage', bytes: 'd0cf11e0a1b11ae1' },
  { type: 'audio/mpeg', bytes: '494433' },
  { type: 'video/mp4', at: 4, bytes: '66747970' },
]

/** Office files are zip archives: their name may say which, once the bytes are a zip. */
const zips: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}

/** Bytes that `sniff` wants to see. */
export const sniffed = 4096

export function sniff(head: Buffer, name: string): string {
  const has = (at: number, hex: string): boolean => head.subarray(at, at + hex.length / 2).toString('hex') === hex
  const found = signatures.find(({ at = 0, bytes, also }) => has(at, bytes) && (!also || has(also.at, also.bytes)))
  if (found?.type === 'application/zip') return zips[/\.([a-z]{4})$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? found.type
  if (found) return found.type
  // whatever else reads as text (also svg, html, scripts) is handed out as plain text and never shown inline
  return head.includes(0) ? 'application/octet-stream' : 'text/plain'
}

/** Pictures that a browser may show as they are: rasters only, no svg, nothing that can hold a script. */
export const shownInline = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
