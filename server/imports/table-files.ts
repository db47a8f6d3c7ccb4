import { createReadStream } from 'node:fs'
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ImportError } from './imports.api.js'

/** Files of one import below the data folder: the rows as read, and the faulty ones of the last pass. */
export interface TableFiles {
  upload: string
  rows: string
  errors: string
}

export async function tableFiles(dataDir: string, id: string): Promise<TableFiles> {
  const folder = join(dataDir, 'imports')
  await mkdir(folder, { recursive: true })
  return { upload: join(folder, `${id}.upload`), rows: join(folder, `${id}.rows`), errors: join(folder, `${id}.errors`) }
}

/** The rows from number `after` on (0: all), with their numbers from 1. */
export async function* tableRows(files: TableFiles, after = 0): AsyncGenerator<{ number: number; cells: string[] }> {
  let number = 0
  for await (const line of createInterface({ input: createReadStream(files.rows), crlfDelay: Infinity })) {
    if (++number > after) yield { number, cells: JSON.parse(line) as string[] }
  }
}

export async function firstRows(files: TableFiles, count: number): Promise<string[][]> {
  const found: string[][] = []
  for await (const { cells } of tableRows(files)) {
    if (found.push(cells) >= count) break
  }
  return found
}

export async function addErrors(files: TableFiles, errors: ImportError[]): Promise<void> {
  if (errors.length > 0) await appendFile(files.errors, errors.map(error => `${JSON.stringify(error)}\n`).join(''))
}

/** Forgets errors of rows after number `after`: those of a pass that begins anew (0) or was cut off. */
export async function dropErrors(files: TableFiles, after: number): Promise<void> {
  const kept = (await readErrors(files)).filter(error => error.row - 1 <= after)
  await writeFile(`${files.errors}.new`, kept.map(error => `${JSON.stringify(error)}\n`).join(''))
  await rename(`${files.errors}.new`, files.errors)
}

export async function readErrors(files: TableFiles, most = Infinity): Promise<ImportError[]> {
  const text = await readFile(files.errors, 'utf8').catch(() => '')
  const lines = text.split('\n').filter(Boolean)
  return lines.slice(0, most).map(line => JSON.parse(line) as ImportError)
}
