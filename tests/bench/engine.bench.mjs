// The process engine with its database, no HTTP: the figures of the engine's README, beside bare SQL and beside bpmn-engine in the same run.
import { automaticSteps } from './engine/burst.mjs'
import { children } from './engine/children.mjs'
import { history, liveInstances, nodes } from './engine/growth.mjs'
import { idlePoll } from './engine/idle-poll.mjs'
import { besidePeer } from './engine/peer-figures.mjs'
import { throughput } from './engine/throughput.mjs'

export const name = 'engine'

/** `small`: whether it runs at all, in seconds. */
export async function run({ small = false } = {}) {
  const figures = []
  for (const part of [throughput, besidePeer, automaticSteps, history, liveInstances, nodes, children, idlePoll])
    figures.push(...(await part(small)))
  return figures
}
