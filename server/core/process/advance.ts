import type { Advanced, Command, Rejection } from './command.js'
import type { Graph } from './graph.js'
import type { Host } from './host.js'
import type { State } from './state.js'

/**
 * One command → the rows that change, what leaves the house, and the trail. Pure: the given state is not changed.
 * `state` is undefined for `start` only.
 */
export async function advance(
  _graph: Graph,
  _state: State | undefined,
  _command: Command,
  _host: Host,
): Promise<Advanced | Rejection> {
  throw new Error('being built')
}
