// How much a second: one command after the other, and 32 waiting at once; each beside the same rows and commits by bare SQL, in turns.
import { bareSql, median, place, seconds, writer } from '../place.mjs'
import { oneTask, row } from '../diagrams.mjs'
import { atFirstTask, complete, openTask, start, walk } from './steps.mjs'

const against = 'bare SQL, same rows and commits'

export async function throughput(small) {
  const full = await place()
  const normal = await place()
  writer(normal.db).pragma('synchronous = NORMAL')
  try {
    return [
      await completions(full, small, 'FULL', '≥ 1,500/s and ≥ 0.60'),
      await instances(full, small),
      await together(full, small),
      await completions(normal, small, 'NORMAL', '≥ 4,000/s'),
    ]
  } finally {
    await full.close()
    await normal.close()
  }
}

/** One user task completed → the next one open: the commonest command. */
async function completions(here, small, synchronous, goal) {
  const steps = small ? 20 : 200
  const definition = await here.publish(row(steps + 1))
  const chain = () => atFirstTask(here, definition)
  return {
    name: `user-task completions, one after the other, ${synchronous}`,
    ...(await beside(here, small, steps, async () => {
      const at = await chain()
      return () => walk(here, at, steps)
    })),
    goal,
  }
}

async function instances(here, small) {
  const times = small ? 10 : 100
  const definition = await here.publish(oneTask)
  const whole = async () => {
    const instance = await start(here, definition)
    await complete(here, instance, await openTask(here, instance))
  }
  return {
    name: 'instances start → task → end, FULL',
    ...(await beside(here, small, times, async () => () => seconds(times, whole))),
    goal: '≥ 800/s and ≥ 0.60',
  }
}

async function together(here, small) {
  const [many, steps] = [32, small ? 2 : 25]
  const definition = await here.publish(row(steps + 1))
  return {
    name: `user-task completions, ${many} commands waiting at once, FULL`,
    ...(await beside(here, small, many * steps, async () => {
      const all = await Promise.all(Array.from({ length: many }, () => atFirstTask(here, definition)))
      return () => Promise.all(all.map(at => walk(here, at, steps)))
    })),
    goal: '≥ 4,000/s',
  }
}

/** `prepare` makes work of `count` commands. Warm first; then ours and bare SQL in turns, so that both see the same machine. */
async function beside(here, small, count, prepare) {
  const rounds = small ? 1 : 9
  for (let i = 0; i < (small ? 1 : 8); i++) await (await prepare())()
  const taken = { ours: [], bare: [] }
  for (let i = 0; i < rounds; i++) {
    taken.ours.push(await seconds(1, await prepare()))
    taken.bare.push(await bareSql(here, await prepare()))
  }
  const ours = median(taken.ours)
  return { value: count / ours, unit: '/s', against, ratio: median(taken.bare) / ours }
}
