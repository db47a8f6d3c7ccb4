// The same process beside bpmn-engine, in the same run.
import { peerInstances, peerSavedStep } from '../peer.mjs'
import { twoTasks } from '../diagrams.mjs'
import { place, seconds } from '../place.mjs'
import { complete, openTask, start } from './steps.mjs'

export async function besidePeer(small) {
  const here = await place()
  try {
    const definition = await here.publish(twoTasks('amount &gt; 5'))
    const whole = async () => {
      const instance = await start(here, definition, { amount: 10 })
      const second = await complete(here, instance, await openTask(here, instance))
      await complete(here, instance, second)
    }
    const times = small ? 5 : 300
    await seconds(times, whole)
    const ours = times / (await seconds(times, whole))
    const theirs = await peerInstances(here.folder, small ? 3 : 80)
    const step = await peerSavedStep(here.folder, 10, small ? 3 : 20)
    const longer = await peerSavedStep(here.folder, 200, small ? 3 : 20)
    return [
      {
        name: 'instances start → task → xor → task → end, FULL',
        value: ours,
        unit: '/s',
        against: 'bpmn-engine, saved after each step',
        ratio: ours / theirs,
      },
      { name: 'bpmn-engine: the same process', value: theirs, unit: '/s' },
      {
        name: 'bpmn-engine: a saved step, 200 tasks in the diagram',
        value: longer * 1e6,
        unit: 'µs',
        against: 'its 10 tasks',
        ratio: longer / step,
      },
    ]
  } finally {
    await here.close()
  }
}
