import { aProcess, timerEvent, type Branch } from '../../../support/process.js'
import { aDriver, expectSound } from '../../../support/drive.js'
import { aHost, graphOf, Instance, MONDAY } from '../../../support/play.js'

interface Moving {
  old: Instance
  /** The instance in the new version; or why it was refused. */
  migrate(map?: Record<string, string>): Promise<Instance>
  refusal(map?: Record<string, string>): Promise<string[]>
}

async function anInstanceOf(from: string, to: string, done: string[]): Promise<Moving> {
  const graphs = { v1: await graphOf(from), v2: await graphOf(to) }
  const host = aHost({ graph: async definition => graphs[definition as 'v1'] })
  const old = new Instance(graphs.v1, host)
  await old.send({ type: 'start', by: 'alice', instance: 'i1', definition: 'v1' })
  const driver = aDriver(
    () => old.state!,
    command => old.send(command as never),
  )
  for (const element of done) await driver.complete(element)
  const send = (map: Record<string, string>) => old.send({ type: 'migrate', by: 'admin', to: 'v2', map } as never)
  return {
    old,
    async migrate(map = {}) {
      const answer = await send(map)
      if ('rejection' in answer) throw new Error(JSON.stringify(answer))
      const moved = new Instance(graphs.v2, host)
      moved.state = old.state
      expectSound(moved.state!)
      expect(moved.state!.instance.definition).toBe('v2')
      return moved
    },
    async refusal(map = {}) {
      const before = JSON.stringify(old.state)
      const answer = await send(map)
      expect(JSON.stringify(old.state)).toBe(before)
      if (!('rejection' in answer)) throw new Error('not refused')
      const problems = (answer.rejection.params?.problems ?? [answer.rejection]) as { code: string; at?: string }[]
      return problems.map(({ code, at }) => `${code} ${at ?? ''}`.trim())
    },
  }
}

const driverOf = (instance: Instance) =>
  aDriver(
    () => instance.state!,
    command => instance.send(command as never),
  )
const chain = (...steps: string[]) =>
  steps.reduce((p: Branch, step) => p.user(step), aProcess('p').start()).end() as ReturnType<typeof aProcess>
const listening = ({ state }: Instance) => [...state!.timers, ...state!.subscriptions].map(row => row.element).sort()
const withTimer = (timer: string, id = 'late') =>
  aProcess('p')
    .start()
    .user('a')
    .boundary('a', id, timerEvent('timeDuration', timer), p => p.user('chased').end('chased-end'))
    .end()
    .xml()

describe('migration of a running instance', () => {
  it('goes on in the new version, with the steps that are new there', async () => {
    const moving = await anInstanceOf(chain('a', 'b').xml(), chain('a', 'b', 'c').xml(), ['a'])
    const driver = driverOf(await moving.migrate())
    for (const element of ['b', 'c']) await driver.complete(element)
    expect(await driver.status()).toBe('completed')
  })

  it('follows an element that is called otherwise now', async () => {
    const moving = await anInstanceOf(chain('a').xml(), chain('review').xml(), [])
    expect(await moving.refusal()).toEqual(['MIGRATE_ELEMENT_GONE a'])
    const moved = await moving.migrate({ a: 'review' })
    expect(moved.state!.tasks).toMatchObject([{ element: 'review', name: 'review' }])
    await driverOf(moved).complete('review')
    expect(moved.state!.instance.status).toBe('completed')
  })

  it('gives open tasks the verbs of the new version', async () => {
    const fresh = aProcess('p')
      .start()
      .user('a', { outcomes: [{ name: 'yes' }, { name: 'no' }] })
      .end()
      .xml()
    const moved = await (await anInstanceOf(chain('a').xml(), fresh, [])).migrate()
    expect(moved.state!.tasks[0]!.outcomes).toEqual(['yes', 'no'])
  })

  it('keeps the due time of a timer, also when its text has changed', async () => {
    const moved = await (await anInstanceOf(withTimer('PT1H'), withTimer('PT9H'), [])).migrate()
    expect(moved.state!.timers).toMatchObject([{ element: 'late', dueAt: '2026-01-05T02:00:00.000Z' }])
  })

  it('takes a timer that is called otherwise along', async () => {
    const moved = await (await anInstanceOf(withTimer('PT1H'), withTimer('PT9H', 'overdue'), [])).migrate({ late: 'overdue' })
    expect(moved.state!.timers).toMatchObject([{ element: 'overdue', dueAt: '2026-01-05T02:00:00.000Z' }])
    await moved.send({ type: 'fireTimer', timer: moved.state!.timers[0]!.id, at: '2026-01-05T02:00:00.000Z' })
    expect(moved.state!.tasks).toMatchObject([{ element: 'chased' }])
  })

  it('listens to boundary events that are new, and no longer to those that are gone', async () => {
    const plain = chain('a').xml()
    expect(listening(await (await anInstanceOf(plain, withTimer('PT1H'), [])).migrate())).toEqual(['late'])
    expect(listening(await (await anInstanceOf(withTimer('PT1H'), plain, [])).migrate())).toEqual([])
  })

  it('does not arm again what has happened once', async () => {
    const reminds = (more = '') =>
      aProcess('p')
        .start()
        .user('a')
        .boundary('a', 'remind', timerEvent('timeDuration', 'PT1H'), p => p.task(`said${more}`).end('said-end'), false)
        .end()
        .xml()
    const moving = await anInstanceOf(reminds(), reminds('-more'), [])
    await moving.old.send({ type: 'fireTimer', timer: moving.old.state!.timers[0]!.id, at: '2026-01-05T03:00:00.000Z' })
    expect(listening(moving.old)).toEqual([])
    expect(listening(await moving.migrate())).toEqual([])
  })

  it('listens anew where a message is called otherwise now', async () => {
    const waiting = (name: string) => aProcess('p').start().message('wait', name).end().xml()
    const moved = await (await anInstanceOf(waiting('paid'), waiting('settled'), [])).migrate()
    expect(moved.state!.subscriptions).toMatchObject([{ element: 'wait', name: 'settled' }])
    await moved.send({ type: 'message', name: 'settled', key: '' })
    expect(moved.state!.instance.status).toBe('completed')
  })

  it('fires a join that has fewer flows to wait for now', async () => {
    const two = aProcess('p')
      .start()
      .split('parallel', 's', s => s.also(p => p.user('a')).also(p => p.user('b')))
      .gateway('parallel', 'j')
      .user('last')
      .end()
      .xml()
    const one = aProcess('p')
      .start()
      .split('parallel', 's', s => s.also(p => p.user('a')).also(p => p.user('b').end('b-end')))
      .gateway('parallel', 'j')
      .user('last')
      .end()
      .xml()
    const moved = await (await anInstanceOf(two, one, ['a'])).migrate()
    expect((await driverOf(moved).stands()).waiting).toEqual(['b', 'last'])
  })

  it('declares data that are new, and leaves alone a large value that was not read', async () => {
    const withData = (...names: string[]) =>
      chain('a')
        .xml()
        .replace(
          '<bpmn:startEvent',
          names.map(name => `<bpmn:dataObject id="data-${name}" name="${name}"/>`).join('') + '<bpmn:startEvent',
        )
    const moving = await anInstanceOf(withData('letter'), withData('letter', 'answer'), [])
    moving.old.state!.variables = moving.old.state!.variables.map(({ scope, name }) => ({ scope, name }))
    await moving.migrate()
    expect(moving.old.last!.delta.variables).toEqual({
      put: [expect.objectContaining({ name: 'answer', value: null })],
      remove: [],
    })
    expect(moving.old.state!.variables).toHaveLength(2)
  })

  it('keeps what goes straight back', async () => {
    const moving = await anInstanceOf(chain('a', 'b').xml(), chain('a', 'check', 'review').xml(), ['a'])
    await driverOf(moving.old).return('b', { to: 'a', policy: 'straight-back' })
    const driver = driverOf(await moving.migrate({ b: 'review' }))
    await driver.complete('a')
    expect((await driver.stands()).waiting).toEqual(['review'])
  })

  it.each<[string, string, string, string[], Record<string, string>, string[]]>([
    ['another kind', chain('a').xml(), aProcess('p').start().timer('a', 'PT1H').end().xml(), [], {}, ['MIGRATE_KIND_CHANGED a']],
    [
      'another scope',
      chain('a').xml(),
      aProcess('p')
        .start()
        .sub('s', i => i.start('ss').user('a').end('se'))
        .end()
        .xml(),
      [],
      {},
      ['MIGRATE_SCOPE_CHANGED a'],
    ],
    [
      'a map from nowhere to nowhere',
      chain('a').xml(),
      chain('a').xml(),
      [],
      { x: 'y' },
      ['MIGRATE_UNKNOWN_ELEMENT x', 'MIGRATE_UNKNOWN_ELEMENT y'],
    ],
    [
      'everything that is gone at once',
      aProcess('p')
        .start()
        .split('parallel', 's', s => s.also(p => p.user('a').end('e1')).also(p => p.user('b').end('e2')))
        .xml(),
      chain('c').xml(),
      [],
      {},
      ['MIGRATE_ELEMENT_GONE a', 'MIGRATE_ELEMENT_GONE b'],
    ],
  ])('is refused: %s', async (_title, from, to, done, map, codes) => {
    const moving = await anInstanceOf(from, to, done)
    expect(await moving.refusal(map)).toEqual(codes)
  })

  it('is refused without another version to go to', async () => {
    const { old } = await anInstanceOf(chain('a').xml(), chain('a').xml(), [])
    for (const [to, code] of [
      ['v1', 'SAME_VERSION'],
      ['v9', 'NO_SUCH_VERSION'],
    ] as const)
      expect(await old.send({ type: 'migrate', by: 'admin', to, at: MONDAY } as never)).toEqual({
        rejection: expect.objectContaining({ code }),
      })
  })
})
