import type { FastifyInstance, InjectOptions } from 'fastify'

export interface Answer<T = any> {
  status: number
  /** Parsed when it is JSON, else text; undefined when empty. */
  body: T
  headers: Record<string, string | string[] | undefined>
}

type Method = NonNullable<InjectOptions['method']>

/** A browser's manners without a browser: keeps its cookies, sends the header that the web sends. Paths are below /api/v1 unless they start with `//`. */
export class Client {
  private cookies: Record<string, string> = {}

  constructor(
    private readonly fastify: FastifyInstance,
    private readonly ip = '127.0.0.1',
  ) {}

  get<T = any>(path: string, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.send<T>('GET', path, undefined, headers)
  }
  post<T = any>(path: string, body?: object, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.send<T>('POST', path, body, headers)
  }
  put<T = any>(path: string, body?: object, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.send<T>('PUT', path, body, headers)
  }
  patch<T = any>(path: string, body?: object, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.send<T>('PATCH', path, body, headers)
  }
  delete<T = any>(path: string, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.send<T>('DELETE', path, undefined, headers)
  }

  /** One file in a multipart body, as a browser sends it. */
  upload<T = any>(
    path: string,
    file: { name: string; content: Buffer | string; type?: string },
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const boundary = 'formloom-test-boundary'
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${file.name}"\r\nContent-Type: ${file.type ?? 'application/octet-stream'}\r\n\r\n`
    const body = Buffer.concat([Buffer.from(head), Buffer.from(file.content as string), Buffer.from(`\r\n--${boundary}--\r\n`)])
    return this.raw<T>('POST', path, body, { 'content-type': `multipart/form-data; boundary=${boundary}`, ...headers })
  }

  /** Any body as it is, and only the headers that are given besides the usual one. */
  async raw<T = any>(
    method: Method,
    path: string,
    payload?: Buffer | string | object,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await this.fastify.inject({
      method,
      url: path.startsWith('//') ? path.slice(1) : `/api/v1${path}`,
      remoteAddress: this.ip,
      headers: { 'x-formloom': '1', ...headers },
      cookies: this.cookies,
      ...(payload === undefined ? {} : { payload }),
    })
    for (const { name, value } of response.cookies as { name: string; value: string }[]) {
      if (value === '') delete this.cookies[name]
      else this.cookies[name] = value
    }
    const json = /json/.test(String(response.headers['content-type'] ?? '')) && response.body !== ''
    return {
      status: response.statusCode,
      headers: response.headers as Answer['headers'],
      body: (json ? response.json() : response.body || undefined) as T,
    }
  }

  /** The cookie jar, to steal or to lose it. */
  get jar(): Record<string, string> {
    return { ...this.cookies }
  }
  set jar(cookies: Record<string, string>) {
    this.cookies = { ...cookies }
  }

  private send<T>(method: Method, path: string, body?: object, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.raw<T>(method, path, body, headers)
  }
}
