import type { Problem } from '#core/problem'
import { ref } from 'vue'
import { language } from '@/text'

/** What the server (or the lack of one) said no with. `status` 0 = nothing reached the server. */
export class ApiError extends Error {
  override name = 'ApiError'
  constructor(
    readonly status: number,
    /** Stable code of the whole answer, e.g. NOT_FOUND, VALIDATION, OFFLINE; the sentence is in text/<language>/problems.ts. */
    readonly code: string,
    /** Per place: field key, path, element id. */
    readonly problems: Problem[] = [],
    /** Seconds until another try makes sense. */
    readonly retryAfter?: number,
    /** Parameters of the sentence for `code`. */
    readonly params: Record<string, unknown> = {},
  ) {
    super(`${status} ${code}`)
  }
}

export interface RequestOptions {
  /** Makes a write safe to repeat: the server answers the second one as the first. */
  idempotencyKey?: string
  /** Revision that the change is based on (`If-Match`); somebody was faster → 409 or 412. */
  ifMatch?: string | number
  signal?: AbortSignal
  /** Do not go to the sign-in page on 401 (sign-in itself, public pages). */
  anonymous?: boolean
}

/** Called on 401; main.ts sets it to open sign-in with the way back. */
export const onSignedOut = { call: (): void => {} }

/** False while requests do not reach the server; the shell says so. */
export const online = ref(true)

const root = '/api/v1'

/** One request. `path` is below /api/v1 ("/tasks?state=open"). Throws ApiError; an aborted request throws the browser's AbortError. */
export async function request<T>(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, body, options)
  if (response.ok) return (await answerOf(response)) as T
  const error = await problemOf(response)
  if (response.status === 401 && !options.anonymous) onSignedOut.call()
  throw error
}

async function send(method: string, path: string, body: unknown, options: RequestOptions): Promise<Response> {
  const plain = body === undefined || body instanceof FormData || body instanceof Blob
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language.value }
  if (!plain) headers['content-type'] = 'application/json'
  // A header that another site's form cannot set: the server asks for it on every write with a cookie.
  if (method !== 'GET') headers['x-formloom'] = '1'
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey
  if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`
  try {
    const response = await fetch(root + path, {
      method,
      headers,
      credentials: 'same-origin',
      body: body === undefined ? undefined : plain ? (body as BodyInit) : JSON.stringify(body),
      signal: options.signal,
    })
    online.value = true
    return response
  } catch (error) {
    if (options.signal?.aborted) throw error
    online.value = false
    throw new ApiError(0, 'OFFLINE')
  }
}

async function answerOf(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  if (!/json/.test(response.headers.get('content-type') ?? '')) return response.text()
  // 200 with nothing in it is a legal "done".
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}

/** RFC 9457 problem+json → ApiError; anything else (a proxy's page) → a code from the status. */
async function problemOf(response: Response): Promise<ApiError> {
  const said = (await response.json().catch(() => ({}))) as {
    code?: string
    problems?: Problem[]
    params?: Record<string, unknown>
  }
  const retryAfter = Number(response.headers.get('retry-after')) || undefined
  const problems = Array.isArray(said.problems) ? said.problems : []
  return new ApiError(response.status, said.code ?? codeOf(response.status), problems, retryAfter, said.params)
}

const codeOf = (status: number): string =>
  ({
    401: 'SIGNED_OUT',
    403: 'FORBIDDEN',
    404: 'NOT_FOUND',
    409: 'CONFLICT',
    412: 'CONFLICT',
    413: 'TOO_LARGE',
    429: 'TOO_MANY',
  })[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'BAD_REQUEST')

export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, undefined, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, body, options),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PUT', path, body, options),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PATCH', path, body, options),
  delete: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('DELETE', path, body, options),
}
