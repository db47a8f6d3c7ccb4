import { ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'
import type { Typed } from './typed-values'
import type { DraftKeeper } from './use-draft'

export interface Acknowledged<T> {
  answer: T
  /** An earlier try had arrived after all, and what was changed since is not in it. */
  earlier: boolean
}

/**
 * One submission, however often it is tried. A double click, a retry after the network went, a reload in between: all carry the draft's
 * Idempotency-Key, so there is one record. `post` sends a body under a key.
 */
export function useSubmission<T>(draft: DraftKeeper, post: (body: Typed, key: string) => Promise<T>) {
  const busy = ref(false)
  /** What went wrong, to be shown; undefined again with the next try. */
  const trouble = shallowRef<ApiError>()

  /** Undefined when it did not come to an acknowledgement; `trouble` then says why, and nothing typed is lost. */
  async function submit(body: Typed): Promise<Acknowledged<T> | undefined> {
    if (busy.value) return undefined
    busy.value = true
    trouble.value = undefined
    const { key, earlier } = draft.sending(body)
    try {
      const acknowledged = await tell(body, key, earlier)
      draft.done()
      return acknowledged
    } catch (error) {
      trouble.value = error instanceof ApiError ? error : new ApiError(0, 'BROKEN')
      if (isVerdict(trouble.value)) draft.refused()
      return undefined
    } finally {
      busy.value = false
    }
  }

  async function tell(body: Typed, key: string, earlier: Typed | undefined): Promise<Acknowledged<T>> {
    try {
      return { answer: await post(body, key), earlier: false }
    } catch (error) {
      // Changed since a try whose answer got lost, and that try had arrived: its own body fetches its answer.
      const arrived = earlier !== undefined && error instanceof ApiError && error.code === 'IDEMPOTENCY_KEY_REUSED'
      if (!arrived) throw error
      return { answer: await post(earlier, key), earlier: true }
    }
  }

  return { busy, trouble, submit }
}

/** Did the server look at it and store nothing? No answer, an overloaded server or an expired session leave that open. */
const isVerdict = (error: ApiError): boolean =>
  error.status >= 400 && error.status < 500 && ![401, 408, 425, 429].includes(error.status)
