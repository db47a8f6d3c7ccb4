import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { parse } from 'csv-parse'
import iconv from 'iconv-lite'

/** Rows of a CSV file, cell by cell as text. UTF-8 (with or without mark) or GBK; comma, semicolon or tab. Throws csv-parse's error for a broken file. */
export async function* readCsv(file: string): AsyncGenerator<string[]> {
  const { encoding, delimiter } = await looksLike(file)
  const rows = createReadStream(file)
    .pipe(iconv.decodeStream(encoding))
    .pipe(parse({ bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, max_record_size: 1_000_000 }))
  for await (const row of rows) yield row as string[]
}

/** Judged by the first 256 KB: valid UTF-8, else GBK; the delimiter that the first line has most of. */
async function looksLike(file: string): Promise<{ encoding: 'utf8' | 'gb18030'; delimiter: string }> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(262_144), 0, 262_144, 0)
    const head = buffer.subarray(0, bytesRead)
    const encoding = validUtf8(head) ? 'utf8' : 'gb18030'
    const first = iconv.decode(head, encoding).split('\n', 1)[0] ?? ''
    const count = (sign: string): number => first.split(sign).length
    return { encoding, delimiter: [',', '\t', ';'].sort((a, b) => count(b) - count(a))[0]! }
  } finally {
    await handle.close()
  }
}

/** The head may end in the middle of a character: up to 3 bytes are forgiven. */
function validUtf8(head: Buffer): boolean {
  for (let cut = 0; cut < 4; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, head.length - cut))
      return true
    } catch {
      // one byte less
    }
  }
  return false
}
