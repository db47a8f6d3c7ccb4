// The process engine with its database, no HTTP, one command after the other; beside it the same rows by bare SQL, and the peer bpmn-engine
// on the same process with its state saved durably after each step.
import { startProcess } from '../../server/dist/instances/start-process.js'
import { runCommand } from '../../server/dist/instances/run-command.js'
import { loadState } from '../../server/dist/instances/load-state.js'
import { reader } from '../../server/dist/db/transaction.js'
import { oneTask, row, twoTasks } from './diagrams.mjs'
import { peerInstances } from './peer.mjs'
import { bareSql, place, seconds } from './place.mjs'

export const name = 'engine'

export async function run() {
  const here = await place()
  try {
    return [...(await completions(here)), ...(await instances(here)), ...(await againstPeer(here))]
  } finally {
    await here.close()
  }
}

async function start({ engine, user: by }, definition, data = {}) {
  const started = await startProcess(engine, { definition, by, data })
  if ('rejection' in started) throw new Error(JSON.stringify(started))
  return started.instance
}

async function openTask({ db }, instance) {
  const { state } = await loadState(reader(db), instance)
  return state.tasks[0].id
}

async function complete({ engine, user: by }, instance, task) {
  const done = await runCommand(engine, instance, { type: 'complete', task, by })
  if ('rejection' in done) throw new Error(JSON.stringify(done))
  return done.state.tasks.find(each => each.status === 'open')?.id
}

/** One user task completed → the next one open: the commonest command. */
async function completions(here) {
  const length = 500
  const definition = await here.publish(row(length))
  const chain = async () => {
    const instance = await start(here, definition)
    return { instance, task: await openTask(here, instance) }
  }
  const walk = async ({ instance, task }) => {
    let next = task
    for (let i = 0; i < length - 1; i++) next = await complete(here, instance, next)
  }
  await walk(await chain())
  const [measured, noted] = [await chain(), await chain()]
  const ours = await seconds(1, () => walk(measured))
  const bare = await bareSql(here, () => walk(noted))
  const value = (length - 1) / ours
  return [
    {
      name: 'user-task completions, one after the other',
      value,
      unit: '/s',
      against: 'bare SQL, same rows and commits',
      ratio: bare / ours,
      goal: '≥ 1,500/s and ≥ 0.60',
    },
  ]
}

async function instances(here) {
  const definition = await here.publish(oneTask)
  const whole = async () => {
    const instance = await start(here, definition)
    await complete(here, instance, await openTask(here, instance))
  }
  const times = 300
  await seconds(50, whole)
  const ours = await seconds(times, whole)
  const bare = await bareSql(here, () => seconds(times, whole))
  return [
    {
      name: 'instances start → task → end',
      value: times / ours,
      unit: '/s',
      against: 'bare SQL, same rows and commits',
      ratio: bare / ours,
      goal: '≥ 800/s and ≥ 0.60',
    },
  ]
}

async function againstPeer(here) {
  const definition = await here.publish(twoTasks('amount &gt; 5'))
  const whole = async () => {
    const instance = await start(here, definition, { amount: 10 })
    const second = await complete(here, instance, await openTask(here, instance))
    await complete(here, instance, second)
  }
  await seconds(30, whole)
  const times = 200
  const ours = times / (await seconds(times, whole))
  const theirs = await peerInstances(here.folder, 60)
  return [
    {
      name: 'instances start → task → xor → task → end',
      value: ours,
      unit: '/s',
      against: 'bpmn-engine, saved after each step',
      ratio: ours / theirs,
    },
    { name: 'bpmn-engine: the same process', value: theirs, unit: '/s' },
  ]
}
