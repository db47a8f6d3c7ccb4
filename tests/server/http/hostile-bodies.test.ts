import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { aWorld, type World } from '../../support/world.js'

jest.setTimeout(60_000)

describe('a hostile body', () => {
  let world: World
  beforeAll(async () => {
    world = await aWorld()
  })
  afterAll(() => world.app.close())

  const json = { 'content-type': 'application/json' }
  const nested = (depth: number, open = '[', close = ']'): string => `${open.repeat(depth)}1${close.repeat(depth)}`

  test('that nests without end is refused wherever it is sent', async () => {
    const { admin, ids } = world
    for (const value of [nested(100_000), nested(100_000, '{"a":', '}')])
      for (const [method, path, body] of [
        ['POST', `/forms/${ids.form}/records`, `{"values":{"name":${value}}}`],
        ['POST', `/tasks/${ids.task}/complete`, `{"values":{"name":${value}}}`],
        ['PUT', `/forms/${ids.form}/draft`, `{"revision":1,"form":{"name":${value}}}`],
        ['POST', `/forms/${ids.form}/rules/try`, `{"rules":{"rules":${value}}}`],
        ['POST', `/processes/${ids.process}/start`, `{"data":{"a":${value}}}`],
        ['POST', `/public/links/${ids.token}/records`, `{"values":{"name":${value}}}`],
      ] as const)
        expect([path, await admin.raw(method, path, body, json)]).toMatchObject([
          path,
          { status: 400, body: { code: 'JSON_TOO_DEEP', params: { max: 64 } } },
        ])
  })

  test('is not unfolded when it is packed', async () => {
    const { people, ids } = world
    const packed = gzipSync(Buffer.from('{"name":"Packed"}'))
    const json = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect(await people.manager.raw('PATCH', '/me', packed, json)).toMatchObject({ status: 400, body: { code: 'BAD_JSON' } })
    const bomb = gzipSync(
      `--xx\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n${'a'.repeat(30_000_000)}\r\n--xx--\r\n`,
    )
    const multipart = { 'content-type': 'multipart/form-data; boundary=xx', 'content-encoding': 'gzip' }
    expect(await people.manager.raw('POST', `/forms/${ids.form}/files`, bomb, multipart)).toMatchObject({
      status: 400,
      body: { code: 'BAD_MULTIPART' },
    })
  })

  test('of very many unknown keys is answered with a few of them', async () => {
    const keys = Object.fromEntries(Array.from({ length: 20_000 }, (_, nth) => [`k${nth}`, 1]))
    expect((await world.people.manager.patch('/me', keys)).body.problems).toHaveLength(50)
  })

  test('is measured by its brackets, not by those in its texts', async () => {
    const { admin } = world
    const name = `${'['.repeat(100)}\\"${'{'.repeat(100)}`
    const answer = await admin.raw('PATCH', '/me', `{"name":"${name}"}`, json)
    expect(answer).toMatchObject({ status: 400, body: { problems: [{ code: 'TOO_BIG', at: 'name' }] } })
    expect(await admin.raw('PATCH', '/me', `{"name":${nested(64)}}`, json)).toMatchObject({ body: { code: 'JSON_TOO_DEEP' } })
    expect(await admin.raw('PATCH', '/me', `{"name":${nested(63)}}`, json)).toMatchObject({ body: { code: 'VALIDATION' } })
  })

  const part = (headers: string, content = 'abc'): string => `--xx\r\n${headers}\r\n\r\n${content}\r\n`
  const file = 'Content-Disposition: form-data; name="file"; filename="a.csv"'
  const whole = `${part(file, 'name\r\nAcme')}--xx--\r\n`
  const broken: string[] = [
    '',
    '--xx',
    '--xx--',
    '\0\xff--xx\r\n\r\n',
    part(file),
    `--xx\r\n${file}\r\n\r\nabc`,
    `${part('')}--xx--\r\n`,
    `${part('Content-Disposition: form-data')}--xx--\r\n`,
    `${part('Content-Disposition: form-data; name="file"')}--xx--\r\n`,
    `${part('Content-Disposition: form-data; name="__proto__"; filename="a.csv"')}--xx--\r\n`,
    `${part('Content-Disposition: form-data; name="other"; filename="a.csv"')}--xx--\r\n`,
    `${part('Content-Disposition: form-data; name="x"').repeat(30)}--xx--\r\n`,
    // cut off at every tenth byte
    ...Array.from({ length: Math.floor(whole.length / 10) }, (_, nth) => whole.slice(0, nth * 10)),
  ]
  const noise = (seed: number): Buffer => {
    // a whole body with some of its bytes replaced; the seed says which
    const bytes = Buffer.from(whole)
    for (let nth = 0, x = seed; nth < 6; nth++) {
      x = (x * 1_103_515_245 + 12_345) % 2_147_483_648
      bytes[x % bytes.length] = (x >> 8) & 255
    }
    return bytes
  }

  test('that is no upload, or a broken one, breaks nothing at any of the three doors', async () => {
    const { people, ids } = world
    const bodies = [...broken, ...Array.from({ length: 140 }, (_, seed) => noise(seed + 1)), randomBytes(5000)]
    const found: unknown[] = []
    for (const [index, body] of bodies.entries())
      for (const door of [`/forms/${ids.form}/files`, `/forms/${ids.form}/imports`, `/public/links/${ids.token}/files`]) {
        // each from an address and a user of his own: the limits are tested elsewhere
        world.app.clock.advance(60_000)
        const { status, body: answer } = await people.manager.raw('POST', door, body, {
          'content-type': 'multipart/form-data; boundary=xx',
        })
        if (![201, 400, 413, 415, 422].includes(status)) found.push([index, door, status, answer])
        if (index < broken.length && status < 400) found.push([index, door, 'was taken', answer])
      }
    expect(found).toEqual([])
  })

  test('whose boundary is missing, empty or too long is told as broken', async () => {
    const { people, ids } = world
    for (const boundary of ['', '; boundary=', `; boundary=${'b'.repeat(300)}`])
      for (const door of ['files', 'imports'])
        expect(
          await people.manager.raw('POST', `/forms/${ids.form}/${door}`, whole, {
            'content-type': `multipart/form-data${boundary}`,
          }),
        ).toMatchObject({ status: 400, body: { code: 'BAD_MULTIPART' } })
  })

  test('that imitates an upload as JSON is refused by imports as well', async () => {
    const { people, ids } = world
    expect(await people.manager.post(`/forms/${ids.form}/imports`, { file: { filepath: '/etc/passwd' } })).toMatchObject({
      status: 415,
      body: { code: 'NOT_MULTIPART' },
    })
  })

  test('that is refused in the middle still gets its answer over a real connection', async () => {
    const { people, ids, app } = world
    await app.nest.listen(0, '127.0.0.1')
    const { port } = app.nest.getHttpServer().address() as { port: number }
    // and one that trickles in does not hold its connection for ever
    expect(app.nest.getHttpServer().requestTimeout).toBe(300_000)
    const form = new FormData()
    form.append('file', new Blob([Buffer.alloc(9_000_000, 'x')]), 'virus.exe')
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/forms/${ids.form}/imports`, {
      method: 'POST',
      body: form,
      headers: { 'x-formloom': '1', cookie: `formloom=${people.manager.jar.formloom}` },
    })
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: 'NOT_A_TABLE' }])
  })
})
