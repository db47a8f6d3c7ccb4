import { open } from 'node:fs/promises'

const endRecord = 0x06054b50
const entryRecord = 0x02014b50

/**
 * What a zip archive (an .xlsx) says that it unfolds to, read from its central directory (PKWARE APPNOTE 4.3.12, 4.3.16): number of entries
 * and bytes. Undefined when it is not a zip archive or uses Zip64, which no spreadsheet of legal size needs.
 */
export async function inflatedSize(file: string): Promise<{ entries: number; bytes: number } | undefined> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const tail = Buffer.alloc(Math.min(size, 65_557))
    await handle.read(tail, 0, tail.length, size - tail.length)
    let end = tail.length - 22
    while (end >= 0 && tail.readUInt32LE(end) !== endRecord) end--
    if (end < 0) return undefined
    const entries = tail.readUInt16LE(end + 10)
    const length = tail.readUInt32LE(end + 12)
    const start = tail.readUInt32LE(end + 16)
    if (entries === 0xffff || start + length > size) return undefined
    const directory = Buffer.alloc(length)
    await handle.read(directory, 0, length, start)
    let bytes = 0
    for (let at = 0, seen = 0; seen < entries; seen++) {
      if (at + 46 > length || directory.readUInt32LE(at) !== entryRecord) return undefined
      bytes += directory.readUInt32LE(at + 24)
      at += 46 + directory.readUInt16LE(at + 28) + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    return { entries, bytes }
  } finally {
    await handle.close()
  }
}
