import { onScopeDispose, reactive } from 'vue'
import type { FileInfo } from '../../server/files/files.api'
import { shrink, upload } from './upload'

/** A file on its way, or one that did not get there. */
export interface Sending {
  id: number
  file: File
  name: string
  size: number
  /** 0 … 1 */
  share: number
  failed?: unknown
  /** Address of the picture in this browser. */
  picture?: string
  stop: AbortController
}

let last = 0

/** Sends what is chosen at once and keeps what failed for another try; leaving the page stops what is under way. */
export function useUploads(path: () => string | undefined, onDone: (file: FileInfo, picture?: string) => void) {
  const sending = reactive<Sending[]>([])

  async function send(item: Sending): Promise<void> {
    const to = path()
    if (!to) return
    item.failed = undefined
    item.share = 0
    try {
      const small = await shrink(item.file)
      item.size = small.size
      const info = await upload(to, small, share => (item.share = share), item.stop.signal)
      const { picture } = item
      // Handed on: a stranger cannot fetch his own picture back.
      item.picture = undefined
      drop(item.id)
      onDone(info, picture)
    } catch (error) {
      if ((error as Error).name !== 'AbortError') item.failed = error
    }
  }

  function add(files: File[]): void {
    for (const file of files) {
      const picture = file.type.startsWith('image/') && URL.createObjectURL ? URL.createObjectURL(file) : undefined
      sending.push({ id: ++last, file, name: file.name, size: file.size, share: 0, picture, stop: new AbortController() })
      const item = sending.at(-1)
      if (item) void send(item)
    }
  }

  function drop(id: number): void {
    const at = sending.findIndex(each => each.id === id)
    const [item] = at < 0 ? [] : sending.splice(at, 1)
    item?.stop.abort()
    if (item?.picture) URL.revokeObjectURL(item.picture)
  }

  onScopeDispose(() => [...sending].forEach(each => drop(each.id)))
  return { sending, add, drop, again: (item: Sending) => void send(item) }
}
