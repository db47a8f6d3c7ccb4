import type { CliCommand } from './command.js'

/** Every command by name. Each is loaded when it is called, so that `lint` does not pay for a database. */
export const commands: Record<string, () => Promise<CliCommand>> = {
  lint: async () => (await import('./lint.js')).lint,
  play: async () => (await import('./play.js')).play,
  processes: async () => (await import('./processes.js')).processes,
  instances: async () => (await import('./instances.js')).instances,
  repairs: async () => (await import('./repairs.js')).repairs,
  message: async () => (await import('./message.js')).message,
  signal: async () => (await import('./signal.js')).signal,
}
