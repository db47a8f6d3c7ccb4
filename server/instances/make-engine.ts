import { ZONE } from '../processes/processes.api.js'
import type { Engine } from './engine.js'
import { processStarter } from './process-starter.js'

/** The engine on what it is given: by Nest in the server, by hand on the command line. */
export function makeEngine(ground: Omit<Engine, 'starter' | 'zone'>): Engine {
  const engine: Engine = { ...ground, starter: processStarter(() => engine), zone: ZONE }
  return engine
}
