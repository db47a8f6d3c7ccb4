import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instances } from '../../../server/cli/instances.js'
import { anApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { assigned } from '../../support/drive.js'
import { eachDatabase } from '../../support/each-database.js'
import { aProcess } from '../../support/process.js'

jest.setTimeout(60_000)

const xml = (last: string) => assigned(aProcess('p').start().user('a').user('b').user(last).end().xml())

eachDatabase('formloom instances return, modify, migrate', database => {
  let app: TestApp
  let admin: Client
  let home: string
  const folder = mkdtempSync(join(tmpdir(), 'formloom-moving-'))
  const env = { ...process.env }
  beforeAll(async () => {
    app = await anApp({ database })
    admin = await app.admin()
    home = (await admin.post('/apps', { name: 'Tests' })).body.id
    process.env.DATA_DIR = app.config.dataDir
    if (app.config.database.url) process.env.DATABASE_URL = app.config.database.url
    else delete process.env.DATABASE_URL
  })
  afterAll(async () => {
    process.env = env
    rmSync(folder, { recursive: true })
    await app.close()
  })

  const run = async (...args: string[]) => {
    const said = { out: '', err: '' }
    const out = jest.spyOn(process.stdout, 'write').mockImplementation(text => ((said.out += String(text)), true))
    const err = jest.spyOn(process.stderr, 'write').mockImplementation(text => ((said.err += String(text)), true))
    try {
      return { code: await instances.run(args), ...said }
    } finally {
      out.mockRestore()
      err.mockRestore()
    }
  }
  const instruct = (instructions: unknown): string => {
    const file = join(folder, 'change.json')
    writeFileSync(file, JSON.stringify(instructions))
    return file
  }
  const launch = async (): Promise<{ id: string; process: string }> => {
    const draft = (await admin.post(`/apps/${home}/processes`, { name: 'Matter', xml: xml('c') })).body
    await admin.post(`/processes/${draft.id}/publish`, { revision: draft.revision })
    return { id: (await admin.post(`/processes/${draft.id}/start`, {})).body.instance, process: draft.id }
  }

  it('moves one instance forth and back, and says before what would change', async () => {
    const { id } = await launch()
    const file = instruct([{ do: 'move', from: { element: 'a' }, to: 'c' }])
    const tried = await run('modify', '--id', id, '--file', file, '--reason', 'agreed', '--dry-run')
    expect(tried).toMatchObject({
      code: 0,
      out: expect.stringMatching(/CHANGE_TASK_ENDS {2}a .*\nCHANGE_TASK_BEGINS {2}c .*\n.*nothing was changed/s),
    })
    expect(await run('modify', '--id', id, '--file', file, '--reason', 'agreed')).toMatchObject({
      code: 0,
      out: `${id}  running  c\n`,
    })
    expect(await run('return', '--id', id, '--from', 'c', '--to', 'b')).toMatchObject({ code: 0, out: `${id}  running  b\n` })
    expect(await run('return', '--id', id, '--from', 'b', '--to', 'c')).toMatchObject({
      code: 1,
      err: expect.stringContaining('RETURN_NOT_EARLIER'),
    })
    expect(await run('return', '--id', id, '--from', 'b', '--to', 'c', '--jump', '--json')).toMatchObject({ code: 0 })
    expect(await run('return', '--id', id, '--from', 'nowhere', '--to', 'a')).toMatchObject({
      code: 1,
      err: expect.stringContaining('NO_SUCH_TOKEN'),
    })
  })

  it('tells every fault of a modification, and of its file', async () => {
    const { id } = await launch()
    const wrong = await run(
      'modify',
      '--id',
      id,
      '--file',
      instruct([
        { do: 'cancel', token: 'x' },
        { do: 'activate', element: 'y' },
      ]),
      '--reason',
      'r',
    )
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/NO_SUCH_TOKEN[\s\S]*NO_SUCH_ELEMENT/) })
    expect(await run('modify', '--id', id, '--file', instruct([{ do: 'fly' }]), '--reason', 'r')).toMatchObject({ code: 1 })
    expect(await run('modify', '--id', id, '--file', join(folder, 'none.json'), '--reason', 'r')).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.json'),
    })
    expect(await run('modify', '--id', id, '--reason', 'r')).toMatchObject({
      code: 64,
      err: expect.stringContaining('--file is missing'),
    })
  })

  it('migrates those that fit a filter, after saying who can be', async () => {
    const { id, process: known } = await launch()
    await run('modify', '--id', id, '--file', instruct([{ do: 'move', from: { element: 'a' }, to: 'c' }]), '--reason', 'agreed')
    const { revision } = (await admin.get(`/processes/${known}`)).body
    const saved = await admin.put(`/processes/${known}`, { revision, name: 'Matter', xml: xml('check') })
    await admin.post(`/processes/${known}/publish`, { revision: saved.body.revision })
    const asked = ['migrate', '--to', '2', '--reason', 'new rules', '--process', known]
    expect(await run(...asked, '--dry-run')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/refused\n {2}MIGRATE_ELEMENT_GONE {2}c /),
    })
    expect(await run(...asked, '--map', 'c=check', '--dry-run')).toMatchObject({
      code: 0,
      out: expect.stringContaining('can be migrated'),
    })
    expect(await run(...asked)).toMatchObject({ code: 1, out: expect.stringContaining('0 of 1 done, 1 failed') })
    expect(await run(...asked, '--map', 'c=check')).toMatchObject({ code: 0, out: expect.stringContaining('1 of 1 done') })
    expect((await admin.get(`/instances/${id}`)).body).toMatchObject({ process: { version: 2 }, status: 'running' })
    expect(await run('migrate', '--to', 'two', '--reason', 'r')).toMatchObject({ code: 64 })
  })
})
