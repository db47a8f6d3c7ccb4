// A parallel multi-instance of up to 100,000 children: how long it takes until all are there, whether the instance answers meanwhile, and whether
// the completion of one costs the same however many others there are.
import { reader } from '../../../server/dist/db/transaction.js'
import { severalTimes } from '../diagrams.mjs'
import { place, seconds, writer } from '../place.mjs'
import { figures, inTurns } from './curves.mjs'
import { complete, start } from './steps.mjs'

const pause = milliseconds => new Promise(wake => setTimeout(wake, milliseconds))

export async function children(small) {
  const here = await place()
  try {
    const definition = await here.publish(severalTimes)
    const most = small ? 300 : 100_000
    const spawning = await spawnMany(here, definition, most)
    writer(here.db).pragma('synchronous = NORMAL')
    const [rounds, steps] = small ? [1, 2] : [9, 20]
    const curve = []
    for (const size of small ? [10, 100] : [10, 100, 1000, 10_000])
      curve.push({ size, todo: await someOf(here, definition, size, (rounds + 2) * steps) })
    curve.push({ size: most, todo: shuffled(await openTasks(here, spawning.instance)) })
    const visit = ({ todo }) =>
      seconds(steps, () => {
        const { instance, id } = todo.pop()
        return complete(here, instance, id)
      })
    const taken = await inTurns(curve, rounds, async point => (await visit(point)) / steps)
    return [...spawning.figures, ...figures(taken, 'completion of one of', 'children')]
  } finally {
    await here.close()
  }
}

/** All children of one instance, while somebody completes one of them every now and then. */
async function spawnMany(here, definition, most) {
  let slowest = 0
  let spawning = true
  const began = performance.now()
  const instance = await start(here, definition, { n: most })
  const visitor = async () => {
    while (spawning) {
      const [task] = await openTasks(here, instance, 1)
      if (task) slowest = Math.max(slowest, await seconds(1, () => complete(here, instance, task.id)))
      await pause(100)
    }
  }
  const visits = visitor()
  await here.jobs.runDue()
  const taken = (performance.now() - began) / 1000
  spawning = false
  await visits
  return {
    instance,
    figures: [
      {
        name: `${most.toLocaleString('en')} children at once, until all are there, FULL`,
        value: taken,
        unit: 's',
        goal: '< 60 s',
      },
      { name: 'completion of a child meanwhile, the slowest', value: slowest * 1000, unit: 'ms' },
    ],
  }
}

/** `count` open tasks of instances with `size` children each; some children of each are left, so that none ends. */
async function someOf(here, definition, size, count) {
  const todo = []
  while (todo.length < count) {
    const instance = await start(here, definition, { n: size })
    await here.jobs.runDue()
    todo.push(...(await openTasks(here, instance)).slice(Math.ceil(size / 5)))
  }
  return shuffled(todo)
}

const openTasks = async ({ db }, instance, most = 1_000_000) =>
  (await reader(db).query("SELECT id FROM tasks WHERE instance_id = ? AND status = 'open' LIMIT ?", [instance, most])).map(
    ({ id }) => ({ instance, id }),
  )

const shuffled = list =>
  list
    .map((each, n) => [(n * 7919) % 104_729, each])
    .sort(([a], [b]) => a - b)
    .map(([, each]) => each)
