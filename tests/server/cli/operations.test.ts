import type { CliCommand } from '../../../server/cli/command.js'
import { instances } from '../../../server/cli/instances.js'
import { readOptions } from '../../../server/cli/options.js'
import { processes } from '../../../server/cli/processes.js'
import { repairs } from '../../../server/cli/repairs.js'
import { anApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { chain, diagram, end, flow, start, user } from '../../support/diagram.js'
import { eachDatabase } from '../../support/each-database.js'
import { settled } from '../../support/settled.js'

jest.setTimeout(60_000)

const simple = diagram(start() + user('a') + end() + chain('start', 'a', 'end'))
const stuck = diagram(
  start() + `<bpmn:exclusiveGateway id="choose" name="Which way" />` + user('a') + end() + flow('start', 'choose') +
    flow('choose', 'a', 'way = "a"') + flow('choose', 'end', 'way = "end"') + flow('a', 'end'),
) // prettier-ignore

describe('typed options', () => {
  const spec = { process: 'value', force: 'flag' } as const
  test.each([
    [['--process', 'p', 'word', '--force'], { values: { process: 'p' }, flags: new Set(['force']), words: ['word'] }],
    [['--process=a=b'], { values: { process: 'a=b' }, flags: new Set(), words: [] }],
    [['--other'], { wrong: 'no option --other' }],
    [['--process'], { wrong: '--process needs a value' }],
    [['--process', '--force'], { wrong: '--process needs a value' }],
    [['--force=1'], { wrong: '--force takes no value' }],
    [['--__proto__', 'x'], { wrong: 'no option --__proto__' }],
  ])('%j', (args, expected) => expect(readOptions(args, spec)).toEqual(expected))
})

eachDatabase('formloom on a database', database => {
  let app: TestApp
  let admin: Client
  let home: string
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
    await app.close()
  })

  const publish = async (xml: string): Promise<string> => {
    const draft = (await admin.post(`/apps/${home}/processes`, { name: 'Follow up', xml })).body
    await admin.post(`/processes/${draft.id}/publish`, { revision: draft.revision })
    return draft.id
  }
  const launch = async (process: string, count: number): Promise<string[]> =>
    (await Promise.all(Array.from({ length: count }, () => admin.post(`/processes/${process}/start`, {})))).map(
      answer => answer.body.instance,
    )
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
  const json = async (command: CliCommand, ...args: string[]) => {
    const { code, out } = await run(command, ...args, '--json')
    return { code, body: JSON.parse(out) }
  }

  it('instances: lists in pages, tries, cancels and deletes', async () => {
    const process = await publish(simple)
    const ids = await launch(process, 5)
    const first = await json(instances, 'list', '--process', process, '--limit', '3')
    expect(first.body.items.map((each: { id: string }) => each.id)).toEqual(ids.sort().reverse().slice(0, 3))
    const rest = await json(instances, 'list', `--process=${process}`, '--after', first.body.next)
    expect(rest.body).toMatchObject({ items: [{ id: ids[3] }, { id: ids[4] }], next: null })
    const two = await json(instances, 'list', '--id', `${ids[0]},${ids[1]}`, '--status', 'running,completed')
    expect(two.body.items).toHaveLength(2)
    const tried = await run(instances, 'cancel', '--process', process, '--reason', 'x', '--dry-run')
    expect(tried).toMatchObject({ code: 0, out: expect.stringMatching(/5 in all; nothing was changed\n$/) })
    const one = await run(instances, 'cancel', '--id', ids[0]!, '--reason', 'wrong', '--by', 'ADMIN')
    expect(one).toMatchObject({ code: 0, out: expect.stringMatching(/^1 of 1 done, 0 failed, 0 skipped/) })
    expect((await admin.get(`/instances/${ids[0]}`)).body.status).toBe('cancelled')
    const [log] = await app.db.query("SELECT by_user FROM command_log WHERE instance_id = ? AND type = 'cancel'", [ids[0]])
    const [account] = await app.db.query("SELECT id FROM users WHERE account = 'admin'")
    expect(log.by_user).toBe(account.id)
    expect(await json(instances, 'purge', '--process', process)).toMatchObject({ code: 0, body: { total: 1, done: 1 } })
    expect(await json(instances, 'purge', '--process', process, '--force')).toMatchObject({ body: { total: 4, done: 4 } })
    expect((await json(instances, 'list', '--process', process)).body.items).toEqual([])
  })

  it('repairs: groups, skips with a result, and exits 1 when not all could be', async () => {
    const process = await publish(stuck)
    await launch(process, 3)
    const groups = await json(repairs, 'list', '--groups', '--process', process)
    expect(groups.body).toMatchObject([{ element: 'choose', code: 'NO_FLOW_TAKEN', count: 3 }])
    const listed = await run(repairs, 'list', '--process', process, '--code', 'NO_FLOW_TAKEN')
    expect(listed.out.match(/Which way {2}\S+ {2}NO_FLOW_TAKEN$/gm)).toHaveLength(3)
    const failed = await run(repairs, 'skip', '--process', process)
    expect(failed).toMatchObject({ code: 1, out: expect.stringMatching(/FLOW_REQUIRED[^]*0 of 3 done, 3 failed/) })
    expect(await json(repairs, 'retry', '--process', process)).toMatchObject({ code: 0, body: { done: 3 } })
    const skipped = await json(repairs, 'skip', '--process', process, '--flow', 'choose_end', '--result', '{"way":"x"}')
    expect(skipped).toMatchObject({ code: 0, body: { done: 3, failed: 0 } })
    expect((await json(repairs, 'list', '--process', process)).body.items).toEqual([])
  })

  it('processes: pauses and resumes by key; the server obeys at once', async () => {
    const process = await publish(simple)
    const { key } = (await admin.get(`/processes/${process}`)).body
    expect(await json(processes, 'pause', key, '--dry-run')).toMatchObject({ code: 0, body: { pausedAt: null } })
    expect(await json(processes, 'pause', key, '--reason', 'x')).toMatchObject({
      body: { id: process, pausedAt: expect.any(String) },
    })
    expect((await admin.post(`/processes/${process}/start`, {})).body.code).toBe('PROCESS_PAUSED')
    const operations = (await admin.get(`/processes/${process}/operations`)).body
    expect(operations.paused).toMatchObject({ by: expect.stringMatching(/^cli:./), byName: null, reason: 'x' })
    expect((await run(processes, 'list')).out).toMatch(new RegExp(`${process} .*paused since`))
    expect(await json(processes, 'resume', process)).toMatchObject({ body: { pausedAt: null } })
    await settled(app)
    expect((await admin.post(`/processes/${process}/start`, {})).status).toBe(201)
  })

  it.each<[number, RegExp, CliCommand, string[]]>([
    [64, /usage: formloom instances/, instances, []],
    [64, /no command "instances destroy"/, instances, ['destroy']],
    [64, /no option --proces/, instances, ['list', '--proces', 'x']],
    [64, /--reason is missing/, instances, ['cancel', '--process', 'x']],
    [64, /--limit is a number/, instances, ['list', '--limit', '1000']],
    [64, /--result is not a JSON object/, repairs, ['skip', '--process', 'x', '--result', '[1]']],
    [64, /name one process/, processes, ['pause']],
    [1, /NO_SUCH_PROCESS/, processes, ['pause', 'nothing']],
    [1, /FILTER_REQUIRED/, instances, ['purge', '--force']],
    [1, /NO_SUCH_PROCESS/, instances, ['list', '--process', 'nothing']],
    [1, /NOT_VALID +status/, instances, ['list', '--status', 'sleeping']],
    [1, /started-before/, instances, ['list', '--started-before', 'yesterday']],
    [1, /no account nobody/, instances, ['list', '--by', 'nobody']],
  ])('exit %i and %s', async (code, said, command, args) => {
    expect(await run(command, ...args)).toMatchObject({ code, err: expect.stringMatching(said) })
  })

  it('understands how long ago', async () => {
    const process = await publish(simple)
    await launch(process, 2)
    expect((await json(instances, 'list', '--process', process, '--started-after', '1h')).body.items).toHaveLength(2)
    expect((await json(instances, 'list', '--process', process, '--started-before', '1h')).body.items).toHaveLength(0)
    expect((await json(instances, 'list', '--process', process, '--started-after', '2020-01-01')).body.items).toHaveLength(2)
  })

  it('does not make a database where there is none', async () => {
    const { DATA_DIR, DATABASE_URL } = process.env
    delete process.env.DATABASE_URL
    process.env.DATA_DIR = `${app.config.dataDir}/nowhere`
    expect(await run(instances, 'list')).toMatchObject({ code: 1, err: expect.stringMatching(/There is no database in/) })
    process.env.DATA_DIR = DATA_DIR
    if (DATABASE_URL) process.env.DATABASE_URL = DATABASE_URL
  })
})
