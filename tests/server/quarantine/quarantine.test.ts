import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openQuarantine, type Quarantine, type QuarantineSettings } from '../../../server/quarantine/quarantine.js'
import { runInQuarantine } from '../../../server/quarantine/run-in-quarantine.js'

const entry = join(import.meta.dirname, 'child.mjs')
/** Long enough for anything that is not meant to be late. */
const patience = 20_000
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const until = async (holds: () => boolean) => {
  for (let tries = 0; tries < 400 && !holds(); tries++) await new Promise(resolve => setTimeout(resolve, 25))
  return holds()
}

describe('the quarantine', () => {
  let quarantine: Quarantine
  const open = (more: Partial<QuarantineSettings> = {}) =>
    (quarantine = openQuarantine({ entry, megabytes: 32, children: 1, recycleAfter: 1_000, idle: 60_000, ...more }))
  const pid = async () => {
    const said = await quarantine.ask('pid', patience)
    return 'answer' in said ? Number(said.answer) : NaN
  }
  afterEach(() => quarantine?.close())

  test('answers in order, from one child as long as all goes well', async () => {
    open()
    const first = await pid()
    expect(await Promise.all(['a', 'b', 'c'].map(text => quarantine.ask(text, patience)))).toEqual([
      { answer: 'heard a' },
      { answer: 'heard b' },
      { answer: 'heard c' },
    ])
    expect(await pid()).toBe(first)
  })

  test('kills a child that hangs, and the next message gets a fresh one', async () => {
    open()
    const first = await pid()
    const [hung, next] = await Promise.all([quarantine.ask('hang', 100), quarantine.ask('next', patience)])
    expect(hung).toEqual({ failed: 'late' })
    expect(next).toEqual({ answer: 'heard next' })
    expect(await until(() => !isAlive(first))).toBe(true)
  })

  test('a second child goes on while the first hangs', async () => {
    open({ children: 2 })
    const hung = quarantine.ask('hang', 3_000)
    let isHanging = true
    void hung.then(() => (isHanging = false))
    expect(await quarantine.ask('next', patience)).toEqual({ answer: 'heard next' })
    expect(isHanging).toBe(true)
    expect(await hung).toEqual({ failed: 'late' })
  })

  test('outlives a child that eats all memory, or crashes', async () => {
    open()
    expect(await quarantine.ask('eat', patience)).toEqual({ failed: 'died' })
    expect(await quarantine.ask('crash', patience)).toEqual({ failed: 'died' })
    expect(await quarantine.ask('next', patience)).toEqual({ answer: 'heard next' })
  })

  test('gives a child nothing of ours', async () => {
    process.env['PLANTED_SECRET'] = 'secret'
    open()
    expect(await quarantine.ask('environment', patience)).toEqual({ answer: '[]' })
    expect(await quarantine.ask('code', patience)).toEqual({ answer: 'EvalError' })
    expect(await quarantine.ask('proto', patience)).toEqual({ answer: 'true' })
  })

  test('replaces a child after its share of messages', async () => {
    open({ recycleAfter: 2 })
    const pids = [await pid(), await pid(), await pid()]
    expect(pids[1]).toBe(pids[0])
    expect(pids[2]).not.toBe(pids[0])
  })

  test('lets an idle child go', async () => {
    open({ idle: 50 })
    const first = await pid()
    expect(await until(() => !isAlive(first))).toBe(true)
    expect(await quarantine.ask('next', patience)).toEqual({ answer: 'heard next' })
  })

  test('closing ends the children and whatever waits', async () => {
    open()
    const first = await pid()
    const waiting = [quarantine.ask('hang', patience), quarantine.ask('b', patience)]
    quarantine.close()
    expect(await Promise.all(waiting)).toEqual([{ failed: 'died' }, { failed: 'died' }])
    expect(await until(() => !isAlive(first))).toBe(true)
    expect(await quarantine.ask('c', patience)).toEqual({ failed: 'died' })
  })

  test('a child that cannot start is a failed answer', async () => {
    open({ entry: join(import.meta.dirname, 'nowhere.mjs') })
    expect(await quarantine.ask('a', patience)).toEqual({ failed: 'died' })
  })

  test('one message, one child', async () => {
    expect(await runInQuarantine(entry, 'a', { milliseconds: patience, megabytes: 32 })).toEqual({ answer: 'heard a' })
    expect(await runInQuarantine(entry, 'hang', { milliseconds: 100, megabytes: 32 })).toEqual({ failed: 'late' })
  })
})

test('heavy work is done two at a time, however many come at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'formloom-crowd-'))
  const place = join(folder, 'crowd')
  const work = () => runInQuarantine(entry, `crowd ${place}`, { milliseconds: patience, megabytes: 32 })
  expect(await Promise.all(Array.from({ length: 6 }, work))).toEqual(Array(6).fill({ answer: 'out' }))
  let inside = 0
  const crowds = [...readFileSync(place, 'utf8')].map(sign => (inside += sign === '+' ? 1 : -1))
  expect([crowds.length, Math.max(...crowds)]).toEqual([12, 2])
  rmSync(folder, { recursive: true })
}, 60_000)
