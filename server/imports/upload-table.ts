import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { problem, type Problem } from '#core/problem'
import { refuse } from '../http/refusal.js'
import { compiledEntry } from '../quarantine/compiled-entry.js'
import { runInQuarantine } from '../quarantine/run-in-quarantine.js'
import { limits } from './limits.js'
import type { TableFiles } from './table-files.js'

export const mostBytes = 10 * 1_048_576

/** Stores an uploaded table and has it read in a child of its own. 413 TABLE_TOO_LARGE, 415 NOT_A_TABLE, 422 with what is wrong with it. */
export async function uploadTable(
  files: TableFiles,
  name: string,
  content: AsyncIterable<Buffer>,
): Promise<{ columns: string[]; total: number }> {
  const type = /\.xlsx$/i.test(name) ? 'xlsx' : /\.(csv|txt|tsv)$/i.test(name) ? 'csv' : undefined
  if (!type) refuse(415, 'NOT_A_TABLE', { file: name.slice(0, 190) })
  try {
    await pipeline(measured(content), createWriteStream(files.upload))
    const read = await readInQuarantine(files, type)
    if ('problem' in read) refuse(422, read.problem.code, read.problem.params)
    return read
  } finally {
    await rm(files.upload, { force: true })
  }
}

async function* measured(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size > mostBytes) refuse(413, 'TABLE_TOO_LARGE', { megabytes: 10 })
    yield chunk
  }
}

async function readInQuarantine(
  files: TableFiles,
  type: 'csv' | 'xlsx',
): Promise<{ columns: string[]; total: number } | { problem: Problem }> {
  const message = JSON.stringify({ file: files.upload, out: files.rows, type })
  const answer = await runInQuarantine(compiledEntry('imports/table-child.js'), message, limits)
  if ('failed' in answer) return { problem: problem('TABLE_TOO_LARGE', undefined, { megabytes: 10 }) }
  return JSON.parse(answer.answer) as { columns: string[]; total: number } | { problem: Problem }
}
