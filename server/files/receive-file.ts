import type { FastifyRequest } from 'fastify'
import { Refusal, refuse } from '../http/refusal.js'
import { mostBytes } from './store-file.js'

/** The one part `file` of a multipart body. JSON that imitates an upload is 415 NOT_MULTIPART; a broken body 400 BAD_MULTIPART. */
export async function receiveFile<T>(
  request: FastifyRequest,
  take: (name: string, content: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  if (!request.isMultipart()) refuse(415, 'NOT_MULTIPART')
  try {
    const part = await request.file({ limits: { fileSize: mostBytes + 1, files: 1, parts: 2 } })
    if (!part || part.fieldname !== 'file') refuse(400, 'NO_FILE_PART')
    return await take(part.filename ?? '', part.file)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (error instanceof Refusal || code.startsWith('FST_')) throw error
    // what the multipart parser says of a body that is cut off or malformed
    if (/multipart|boundary|Unexpected end|Malformed|part header/i.test((error as Error).message))
      throw new Refusal(400, 'BAD_MULTIPART')
    throw error
  }
}
