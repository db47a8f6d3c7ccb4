// Due jobs worked off by two real servers on one MariaDB with no other coordinator: each once. A job is a whole command with its transaction:
// half of them fire the timer of an instance (timer → script → end), half start one (timer start → script → end).
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTransaction, reader } from '../../server/dist/db/transaction.js'
import { addJobs } from '../../server/dist/jobs/jobs.js'
import { timerStartJob } from '../../server/dist/processes/start-timers.js'
import { startProcess } from '../../server/dist/instances/start-process.js'
import { startedByTimer, waiting } from './diagrams.mjs'
import { startMariadb } from './mariadb.mjs'
import { place } from './place.mjs'

export const name = 'jobs'
const jobs = 12_000
/** Milliseconds until they are all due: instances are made and two servers started before. */
const preparing = 30_000
const pause = milliseconds => new Promise(wake => setTimeout(wake, milliseconds))

export async function run() {
  const mariadb = await startMariadb()
  if (!mariadb) return []
  const here = await place(mariadb.url)
  const servers = []
  try {
    const due = new Date(Date.now() + preparing)
    await prepare(here, due.toISOString())
    for (let n = 0; n < 2; n++) servers.push(aServer(mariadb.url))
    await Promise.all(servers.map(server => server.ready))
    if (Date.now() > due) throw new Error('the preparation took too long for this machine')
    const processes = [mariadb.pid, ...servers.map(server => server.pid)]
    const before = processorSeconds(processes)
    const rate = await watch(here, due)
    const busy = processorSeconds(processes) - before
    const shares = await Promise.all(servers.map(async server => jobsDone(await server.ready)))
    return [
      { name: `jobs of two servers, ${jobs} due at once`, value: rate, unit: '/s', goal: '≥ 1,000/s' },
      { name: 'processor time for 1,000 jobs, database included', value: (busy * 1000) / jobs, unit: 's' },
      { name: 'share of the less busy server', value: (100 * Math.min(...shares)) / jobs, unit: '%' },
      { name: 'jobs done twice or not at all', value: await wrong(here), unit: '', goal: '0' },
    ]
  } finally {
    for (const server of servers) server.stop()
    await here.close()
    await mariadb.stop()
  }
}

async function prepare(here, due) {
  const definition = await here.publish(waiting(due))
  const started = await here.publish(startedByTimer(due))
  let left = jobs / 2
  const starter = async () => {
    while (left-- > 0) await startProcess(here.engine, { definition, by: here.user })
  }
  await Promise.all(Array.from({ length: 12 }, starter))
  const [own] = await reader(here.db).query('SELECT process_id FROM process_versions WHERE id = ?', [started])
  const start = { process: own.process_id, definition: started, element: 'start', due: { dueAt: due } }
  const starts = Array.from({ length: jobs / 2 }, (_, n) => ({ ...timerStartJob(start), id: `${start.process}.start.${n}` }))
  await inTransaction(here.db, tx => tx.run('DELETE FROM jobs WHERE id = ?', [timerStartJob(start).id]))
  for (let i = 0; i < starts.length; i += 500) await inTransaction(here.db, tx => addJobs(tx, starts.slice(i, i + 500)))
}

async function watch({ db }, due) {
  // what comes round every hour or day stays
  const soon = new Date(due.getTime() + 600_000).toISOString()
  const count = async () => Number((await reader(db).query('SELECT COUNT(*) AS n FROM jobs WHERE next_at < ?', [soon]))[0].n)
  const enough = Date.now() + 120_000
  while ((await count()) > 0 && Date.now() < enough) await pause(250)
  const [row] = await reader(db).query('SELECT MAX(at) AS last FROM command_log')
  const took = (Date.parse(row.last) - due.getTime()) / 1000
  return jobs / took
}

/** Instances that did not end exactly once. */
async function wrong({ db }) {
  const read = reader(db)
  const [ended] = await read.query("SELECT COUNT(*) AS n FROM instances WHERE status = 'completed'")
  const [steps] = await read.query("SELECT COUNT(*) AS n FROM activity_log WHERE element = 'count' AND type = 'completed'")
  return Math.abs(jobs - Number(ended.n)) + Math.abs(jobs - Number(steps.n))
}

function aServer(url) {
  const folder = mkdtempSync(join(tmpdir(), 'formloom-bench-server-'))
  const child = spawn(process.execPath, [...(process.env.BENCH_NODE ?? '').split(' ').filter(Boolean), 'server/dist/main.js'], {
    cwd: new URL('../..', import.meta.url),
    env: { PATH: process.env.PATH, DATABASE_URL: url, DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1', DEMO: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = new Promise((done, fail) => {
    child.stdout.on('data', text => {
      const port = /ready: http:\/\/localhost:(\d+)/.exec(String(text))?.[1]
      if (port) done(`http://127.0.0.1:${port}`)
    })
    child.once('exit', code => fail(new Error(`a server ended with ${code}`)))
  })
  const stop = () => {
    child.kill('SIGTERM')
    child.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  }
  return { ready, stop, pid: child.pid }
}

async function jobsDone(url) {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(/^formloom_jobs_done_total (\d+)/m.exec(text)?.[1] ?? 0)
}

/** Of these processes so far, where the system tells: says the same on a machine that is busy with something else. */
function processorSeconds(pids) {
  const ticks = pids.map(pid => {
    if (!existsSync(`/proc/${pid}/stat`)) return 0
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, each) => sum + each, 0) / 100
}
