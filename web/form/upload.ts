import type { FileInfo } from '../../server/files/files.api'
import type { Problem } from '#core/problem'
import { ApiError } from '@/api/client'
import { language } from '@/text'

/** Longest edge of a photo, pixels: readable in print, a tenth of what a phone's camera makes. */
const longestEdge = 2560
/** Bytes below which a picture is sent as it is. */
const smallEnough = 1_500_000

/** A large photo → a smaller JPEG (upright: the browser applies the camera's rotation). Everything else stays itself. */
export async function shrink(file: File): Promise<File> {
  if (file.size <= smallEnough || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longestEdge / Math.max(picture.width, picture.height))
    const canvas = Object.assign(document.createElement('canvas'), {
      width: Math.round(picture.width * scale),
      height: Math.round(picture.height * scale),
    })
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.85))
    if (!blob || blob.size >= file.size) return file
    return new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg', lastModified: file.lastModified })
  } catch {
    // A picture that the browser cannot read is the server's to judge.
    return file
  }
}

/**
 * Sends one file to a path below /api/v1. XMLHttpRequest, because fetch tells nothing about how far an upload is.
 * `onShare` hears 0 … 1. Rejects with ApiError, or with an AbortError when `signal` says so.
 */
export function upload(path: string, file: File, onShare: (share: number) => void, signal: AbortSignal): Promise<FileInfo> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest()
    call.open('POST', `/api/v1${path}`)
    call.setRequestHeader('accept', 'application/json')
    call.setRequestHeader('accept-language', language.value)
    call.setRequestHeader('x-formloom', '1')
    call.responseType = 'json'
    call.upload.onprogress = event => event.lengthComputable && onShare(event.loaded / event.total)
    call.onerror = () => reject(new ApiError(0, 'OFFLINE'))
    call.onabort = () => reject(new DOMException('Upload cancelled', 'AbortError'))
    call.onload = () => {
      if (call.status < 300) return resolve(call.response as FileInfo)
      const said = (call.response ?? {}) as { code?: string; problems?: Problem[]; params?: Record<string, unknown> }
      reject(
        new ApiError(
          call.status,
          said.code ?? (call.status === 413 ? 'TOO_LARGE' : 'UNAVAILABLE'),
          said.problems ?? [],
          undefined,
          said.params,
        ),
      )
    }
    signal.addEventListener('abort', () => call.abort(), { once: true })
    const body = new FormData()
    body.append('file', file, file.name)
    call.send(body)
  })
}
