import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DataSource } from 'typeorm'
import { cleanLine } from '#core/form/clean-text'
import { inTransaction } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { FileInfo } from './files.api.js'
import { sniff, sniffed } from './sniff.js'

export const mostBytes = 20 * 1024 * 1024

export interface Upload {
  form: string
  /** nameOf(principal): only he may submit it. */
  uploader: string
  name: string
  content: AsyncIterable<Buffer>
  /** UTC ISO. */
  at: string
}

/**
 * Writes an upload under its content's address, forces it to the disk, then enters it: a row never points to bytes that a power cut could
 * take. 413 FILE_TOO_LARGE, 422 FILE_EMPTY.
 */
export async function storeFile(db: DataSource, dataDir: string, upload: Upload): Promise<FileInfo> {
  const id = randomBytes(16).toString('hex')
  const name = fileName(upload.name)
  const written = await writeContent(dataDir, id, upload.content)
  const info: FileInfo = { id, name, size: written.size, type: sniff(written.head, name) }
  await inTransaction(db, tx =>
    tx.run('INSERT INTO files (id, form, uploader, name, size, type, hash, uploaded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)', [
      id,
      upload.form,
      upload.uploader,
      name,
      info.size,
      info.type,
      written.hash,
      upload.at,
    ]),
  )
  return info
}

async function writeContent(
  dataDir: string,
  id: string,
  content: AsyncIterable<Buffer>,
): Promise<{ hash: string; size: number; head: Buffer }> {
  const coming = join(dataDir, 'files', 'coming', id)
  await mkdir(dirname(coming), { recursive: true })
  const file = await open(coming, 'wx')
  try {
    const hash = createHash('sha256')
    let head = Buffer.alloc(0)
    let size = 0
    for await (const chunk of content) {
      size += chunk.length
      if (size > mostBytes) refuse(413, 'FILE_TOO_LARGE', { max: mostBytes })
      if (head.length < sniffed) head = Buffer.concat([head, chunk]).subarray(0, sniffed)
      hash.update(chunk)
      await file.write(chunk)
    }
    if (size === 0) refuse(422, 'FILE_EMPTY')
    await file.sync()
    const address = hash.digest('hex')
    const place = contentPath(dataDir, address)
    await mkdir(dirname(place), { recursive: true })
    // equal content has one address: to write it again changes nothing but its time, which the collector looks at
    await rename(coming, place)
    await syncFolder(dirname(place))
    return { hash: address, size, head }
  } finally {
    await file.close()
    await rm(coming, { force: true })
  }
}

/** The new name of a file is safe when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

export const contentPath = (dataDir: string, hash: string): string => join(dataDir, 'files', hash.slice(0, 2), hash)

/** The bytes, or undefined when the data folder has lost them. */
export async function openContent(dataDir: string, hash: string): Promise<ReadStream | undefined> {
  const place = contentPath(dataDir, hash)
  const there = await stat(place).catch(() => undefined)
  return there?.isFile() ? createReadStream(place) : undefined
}

/** A name for people: no folders, no control characters, at most 120 characters with its ending kept. */
export function fileName(given: string): string {
  const name = cleanLine(given.replace(/^.*[\\/]/, '')).replace(/^\.+/, '') || 'file'
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? ''
  return [...name].length <= 120 ? name : [...name].slice(0, 120 - ending.length).join('') + ending
}
