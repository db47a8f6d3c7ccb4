import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Refusal, refuse } from '../http/refusal.js'
import { mostBytes } from './store-file.js'

/**
 * The one part `file` of a multipart body, of at most `most` bytes and one more, by which `take` knows that it is too large. JSON that imitates
 * an upload is 415 NOT_MULTIPART; a broken body 400 BAD_MULTIPART.
 */
export async function receiveFile<T>(
  request: FastifyRequest,
  take: (name: string, content: AsyncIterable<Buffer>) => Promise<T>,
  most = mostBytes,
): Promise<T> {
  if (!request.isMultipart()) refuse(415, 'NOT_MULTIPART')
  const part = await firstFile(request, most)
  if (!part || part.fieldname !== 'file') refuse(400, 'NO_FILE_PART')
  try {
    return await take(part.filename ?? '', part.file)
  } catch (error) {
    throw isBroken(error as Error) ? new Refusal(400, 'BAD_MULTIPART') : error
  } finally {
    // what is left of a refused file: a browser that is still sending would not read the answer
    part.file.resume()
  }
}

/** Whatever the parser stumbles over before the file begins is the sender's fault. */
async function firstFile(request: FastifyRequest, most: number): Promise<MultipartFile | undefined> {
  try {
    return await request.file({ limits: { fileSize: most + 1, files: 1, parts: 2 } })
  } catch (error) {
    const { code = '' } = error as { code?: string }
    throw code.startsWith('FST_') ? error : new Refusal(400, 'BAD_MULTIPART')
  }
}

/** What the parser says of a body that is cut off or malformed in the middle of the file. */
const isBroken = (error: Error): boolean =>
  !(error instanceof Refusal) && /multipart|boundary|Unexpected end|Malformed|part header/i.test(error.message)
