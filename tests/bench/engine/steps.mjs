// What the benches of the engine do to a process: start, complete, walk along. Every refusal is an error.
import { reader } from '../../../server/dist/db/transaction.js'
import { runCommand } from '../../../server/dist/instances/run-command.js'
import { startProcess } from '../../../server/dist/instances/start-process.js'

export async function start({ engine, user: by }, definition, data = {}) {
  const started = await startProcess(engine, { definition, by, data })
  if ('rejection' in started) throw new Error(JSON.stringify(started))
  return started.instance
}

/** As an inbox finds it. */
export async function openTask({ db }, instance) {
  const [task] = await reader(db).query("SELECT id FROM tasks WHERE instance_id = ? AND status = 'open'", [instance])
  return task.id
}

/** Answers the next open task, if any. */
export async function complete({ engine, user: by }, instance, task) {
  const done = await runCommand(engine, instance, { type: 'complete', task, by })
  if ('rejection' in done) throw new Error(JSON.stringify(done))
  return done.state.tasks.find(each => each.status === 'open')?.id
}

/** A started instance at its first task. */
export async function atFirstTask(here, definition, data) {
  const instance = await start(here, definition, data)
  return { instance, task: await openTask(here, instance) }
}

export async function walk(here, at, steps) {
  for (let i = 0; i < steps; i++) at.task = await complete(here, at.instance, at.task)
}
