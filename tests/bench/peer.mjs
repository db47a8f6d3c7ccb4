// bpmn-engine on the process of engine.bench.mjs: every completion is loaded, stepped and saved durably (SQLite, synchronous=FULL).
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { Engine } from 'bpmn-engine'
import { Database } from './place.mjs'
import { automatic, row, twoTasks } from './diagrams.mjs'

// its own way to say a condition; `formloom:` elements mean nothing to it
const source = twoTasks('${environment.variables.large}')

/** Instances per second. */
export async function peerInstances(folder, times) {
  const db = new Database(join(folder, 'peer.db'))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE states (id INTEGER PRIMARY KEY, state TEXT NOT NULL)')
  const save = db.prepare('INSERT INTO states (id, state) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state')
  const load = db.prepare('SELECT state FROM states WHERE id = ?')
  const whole = async id => {
    const engine = new Engine({ name: 'bench', source, variables: { large: true } })
    await engine.execute()
    save.run(id, JSON.stringify(await engine.getState()))
    await engine.stop()
    await step(id, 'first', false)
    await step(id, 'second', true)
  }
  const step = async (id, element, last) => {
    const engine = new Engine({ name: 'bench' }).recover(JSON.parse(load.get(id).state))
    const listener = new EventEmitter()
    const reached = last ? engine.waitFor('end') : new Promise(done => listener.on('wait', api => api.id === 'second' && done()))
    const execution = await engine.resume({ listener })
    execution.signal({ id: element })
    await reached
    save.run(id, JSON.stringify(await engine.getState()))
    if (!last) await engine.stop()
  }
  await whole(0)
  const began = performance.now()
  for (let i = 1; i <= times; i++) await whole(i)
  const rate = (times * 1000) / (performance.now() - began)
  db.close()
  return rate
}

/** Seconds of one saved step (load, signal, save) in a row of `length` user tasks. */
export async function peerSavedStep(folder, length, times) {
  const db = new Database(join(folder, `peer-${length}.db`))
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec('CREATE TABLE states (id INTEGER PRIMARY KEY, state TEXT NOT NULL)')
  const save = db.prepare('INSERT INTO states (id, state) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state')
  const load = db.prepare('SELECT state FROM states WHERE id = 1')
  const first = new Engine({ name: 'bench', source: row(length) })
  await first.execute()
  save.run(1, JSON.stringify(await first.getState()))
  await first.stop()
  const rounds = Math.min(times, length - 1)
  const began = performance.now()
  for (let i = 0; i < rounds; i++) {
    const engine = new Engine({ name: 'bench' }).recover(JSON.parse(load.get().state))
    const listener = new EventEmitter()
    const reached = new Promise(done => listener.on('wait', api => api.id === `t${i + 1}` && done()))
    const execution = await engine.resume({ listener })
    execution.signal({ id: `t${i}` })
    await reached
    save.run(1, JSON.stringify(await engine.getState()))
    await engine.stop()
  }
  const taken = (performance.now() - began) / 1000 / rounds
  db.close()
  return taken
}

/** Automatic steps a second, in memory, nothing saved. */
export async function peerSteps(length) {
  const engine = new Engine({ name: 'bench', source: automatic(length) })
  const began = performance.now()
  const ended = engine.waitFor('end')
  await engine.execute()
  await ended
  return (length * 1000) / (performance.now() - began)
}
