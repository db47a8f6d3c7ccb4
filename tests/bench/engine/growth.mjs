// Does a step cost the same on day 1000? One completion with a growing history, more live instances, a larger diagram. Measured in turns,
// synchronous=NORMAL, so that the disk does not hide what grows.
import { ring, row } from '../diagrams.mjs'
import { median, place, seconds, writer } from '../place.mjs'
import { figures, inTurns } from './curves.mjs'
import { multiply, numbered } from './multiply.mjs'
import { atFirstTask, complete, walk } from './steps.mjs'

/** Entries of its log that an instance has already. Always as many instances, pages apart from each other, so that only their history differs. */
export async function history(small) {
  const here = await lightPlace()
  const [instances, steps, rounds] = small ? [5, 2, 1] : [30, 2, 11]
  try {
    const definition = await here.publish(ring(2))
    const curve = []
    for (const size of small ? [10, 50] : [10, 100, 1000, 10_000])
      curve.push({ size, pool: await withHistory(here, definition, size, instances, rounds + 2, curve.length) })
    const visit = async ({ size, pool }) => {
      const visited = size === 10 ? pool.splice(0, instances) : pool
      return (await seconds(instances, i => walk(here, visited[i], steps))) / (instances * steps)
    }
    return figures(await inTurns(curve, rounds, visit), 'completion, history of', 'entries')
  } finally {
    await here.close()
  }
}

/** A real one, and its like. Where two steps are much beside the history, each round gets instances of its own. */
async function withHistory(here, definition, entries, instances, rounds, nth) {
  const at = await atFirstTask(here, definition)
  // two entries a completion: the task and the flow
  await walk(here, at, Math.max(0, Math.floor(entries / 2) - 2))
  const apart = Math.max(1, Math.floor(200 / entries))
  const wanted = entries === 10 ? instances * rounds : instances
  const first = nth * 100_000
  multiply(writer(here.db), at.instance, wanted * apart, first)
  return Array.from({ length: wanted }, (_, i) => {
    const instance = numbered(first + i * apart)
    return { instance, task: at.task.replace(at.instance, instance) }
  })
}

/** Other instances that wait in the same tables. Those that are measured are taken from among them at random: their pages are cold. */
export async function liveInstances(small) {
  const sizes = small ? [100, 1000] : [1000, 30_000, 1_000_000]
  const places = []
  try {
    for (const size of sizes) {
      const here = await lightPlace()
      places.push({ size, here })
      const template = await atFirstTask(here, await here.publish(row(20)))
      multiply(writer(here.db), template.instance, size)
      places.at(-1).task = `${template.task.slice(template.instance.length)}`
    }
    const visit = async ({ size, here, task }, round) => {
      const steps = size < 1000 ? 20 : 40
      // a prime apart: spread over all of them, none twice
      const at = i => numbered(((round * steps + i + 1) * 7919) % size)
      return (await seconds(steps, i => complete(here, at(i), at(i) + task))) / steps
    }
    return figures(await inTurns(places, small ? 1 : 15, visit), 'completion, beside', 'live instances')
  } finally {
    for (const { here } of places) await here.close()
  }
}

/** Steps that the diagram has. */
export async function nodes(small) {
  const here = await lightPlace()
  try {
    const sizes = small ? [10, 30] : [10, 100, 1000]
    const publishing = []
    const curve = []
    for (const size of sizes) {
      let definition
      const taken = []
      for (let i = 0; i < 3; i++) taken.push(await seconds(1, async () => (definition = await here.publish(row(size - 2)))))
      curve.push({ size, definition })
      publishing.push({ size, taken: median(taken) })
    }
    const visit = async ({ definition }) => {
      const all = []
      for (let i = 0; i < 10; i++) all.push(await atFirstTask(here, definition))
      return (await seconds(all.length, i => walk(here, all[i], 5))) / (all.length * 5)
    }
    const steps = figures(await inTurns(curve, small ? 1 : 11, visit), 'completion, diagram of', 'nodes')
    const published = publishing.map(({ size, taken }) => ({
      name: `publish a diagram of ${size.toLocaleString('en')} nodes`,
      value: taken * 1000,
      unit: 'ms',
      ...(size === 1000 ? { goal: '< 1,000 ms' } : {}),
    }))
    return [...steps, ...published]
  } finally {
    await here.close()
  }
}

async function lightPlace() {
  const here = await place()
  writer(here.db).pragma('synchronous = NORMAL')
  return here
}
