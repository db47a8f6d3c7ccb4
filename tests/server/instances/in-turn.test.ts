import type { Engine } from '../../../server/instances/engine.js'
import { inTurn } from '../../../server/instances/in-turn.js'

const anEngine = (): Engine => ({}) as Engine
const gate = () => {
  let open = (): void => undefined
  const closed = new Promise<void>(done => (open = done))
  return { closed, open: () => open() }
}
/** Until everything that can go on has gone on. */
const settled = () => new Promise(done => setImmediate(done))

describe('commands in turn', () => {
  it('go one after the other in one instance, in the order of their coming', async () => {
    const [engine, first] = [anEngine(), gate()]
    const seen: string[] = []
    const command = (name: string, wait: Promise<void> = Promise.resolve()) =>
      inTurn(engine, 'i', async () => {
        seen.push(`${name} begins`)
        await wait
        seen.push(`${name} ends`)
      })
    const all = [command('a', first.closed), command('b'), command('c')]
    await settled()
    expect(seen).toEqual(['a begins'])
    first.open()
    await Promise.all(all)
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  it('do not wait for another instance or another server', async () => {
    const [engine, first] = [anEngine(), gate()]
    const held = inTurn(engine, 'i', () => first.closed)
    expect(await inTurn(engine, 'other', async () => 'done')).toBe('done')
    expect(await inTurn(anEngine(), 'i', async () => 'done')).toBe('done')
    first.open()
    await held
  })

  it('go on after one that failed, whose failure is its own', async () => {
    const engine = anEngine()
    const failed = inTurn(engine, 'i', () => Promise.reject(new Error('on purpose')))
    const next = inTurn(engine, 'i', async () => 'done')
    await expect(failed).rejects.toThrow('on purpose')
    expect(await next).toBe('done')
  })
})
