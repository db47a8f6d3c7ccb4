// Automatic steps: a line of 1,000 steps that nobody waits for, in bursts of one transaction each, every one forced to the disk.
import { automatic } from '../diagrams.mjs'
import { median, place, seconds } from '../place.mjs'
import { peerSteps } from '../peer.mjs'
import { start } from './steps.mjs'

export async function automaticSteps(small) {
  const length = small ? 50 : 1000
  const here = await place()
  try {
    const definition = await here.publish(automatic(length))
    const whole = async () => {
      await start(here, definition)
      await here.jobs.runDue()
    }
    await seconds(small ? 1 : 5, whole)
    const taken = []
    for (let i = 0; i < (small ? 1 : 9); i++) taken.push(await seconds(1, whole))
    const ours = length / median(taken)
    const theirs = await peerSteps(small ? 20 : 200)
    return [
      {
        name: 'automatic steps in bursts, FULL',
        value: ours,
        unit: '/s',
        against: 'bpmn-engine in memory, 200 steps',
        ratio: ours / theirs,
        goal: '≥ 20,000/s',
      },
    ]
  } finally {
    await here.close()
  }
}
