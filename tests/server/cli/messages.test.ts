import { tmpdir } from 'node:os'
import type { CliCommand } from '../../../server/cli/command.js'
import { message } from '../../../server/cli/message.js'
import { signal } from '../../../server/cli/signal.js'
import { eachDatabase } from '../../support/each-database.js'
import { anEngine, type TestEngine } from '../../support/engine.js'
import { at, waiting } from '../../support/messages.js'

jest.setTimeout(60_000)

eachDatabase('formloom message and signal', database => {
  let test: TestEngine
  const env = { ...process.env }
  beforeAll(async () => {
    test = await anEngine(database)
    const { options } = test.store.db as unknown as { options: { database: string; socketPath?: string; username?: string } }
    process.env.DATA_DIR = database === 'sqlite' ? options.database.replace(/\/[^/]*$/, '') : tmpdir()
    if (database === 'sqlite') delete process.env.DATABASE_URL
    else
      process.env.DATABASE_URL = `mariadb://${options.username ?? 'root'}@localhost/${options.database}?socketPath=${options.socketPath}`
    process.env.SECRET = 'a'.repeat(64)
  })
  afterAll(async () => {
    process.env = env
    await test.close()
  })

  const run = async (command: CliCommand, ...args: string[]) => {
    const said = { out: '', err: '' }
    const out = jest.spyOn(process.stdout, 'write').mockImplementation(text => ((said.out += String(text)), true))
    const err = jest.spyOn(process.stderr, 'write').mockImplementation(text => ((said.err += String(text)), true))
    try {
      return { code: await command.run(args), ...said }
    } finally {
      out.mockRestore()
      err.mockRestore()
    }
  }

  it('delivers a message and says to whom', async () => {
    const instance = await test.start(await test.process(waiting('paid')), { data: { order: '7' } })
    const sent = await run(message, 'paid', '--key', '7', '--data', '{"amount": 5}', '--id', 'cli-1', '--json')
    expect(sent).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(sent.out)).toEqual({ id: 'cli-1', status: 'delivered', instance })
    expect(await at(test, instance)).toEqual(['after'])
    expect((await run(message, 'paid', '--key', '7', '--id', 'cli-1')).out).toBe(`cli-1  delivered  ${instance}\n`)
    expect(await run(message, 'paid', '--key', '8', '--id', 'cli-1')).toMatchObject({ code: 1, out: '' })
    expect(await test.rows("SELECT source FROM messages WHERE id = 'cli-1'")).toEqual([{ source: 'cli' }])
  })

  it('lets a message wait, or not', async () => {
    expect((await run(message, 'nobody', '--ttl', 'PT1H')).out).toMatch(/^\S+ {2}waiting\n$/)
    expect(await run(message, 'nobody', '--ttl', '0')).toMatchObject({ code: 1, out: expect.stringContaining('expired') })
  })

  it('throws a signal that the server spreads', async () => {
    expect(await run(signal, 'stop', '--id', 'sig-1')).toMatchObject({ code: 0, out: 'sig-1  underway\n' })
    await test.after(1)
    expect(JSON.parse((await run(signal, 'stop', '--id', 'sig-1', '--json')).out)).toMatchObject({ status: 'done', reached: 0 })
    expect((await run(signal, 'go', '--id', 'sig-1')).code).toBe(1)
  })

  it.each([
    [message, []],
    [message, ['a', 'b']],
    [message, ['a', '--data', '[1]']],
    [message, ['a', '--data', '{']],
    [message, ['a', '--id', 'a b']],
    [message, ['a', '--ttl', 'soon']],
    [message, ['a', '--loud']],
    [signal, []],
    [signal, ['a', '--data', '5']],
    [signal, ['a', '--key', 'k']],
  ])('%# tells wrong usage', async (command, args) => {
    expect(await run(command, ...args)).toMatchObject({ code: 64, out: '', err: expect.stringContaining('usage: formloom') })
  })
})
