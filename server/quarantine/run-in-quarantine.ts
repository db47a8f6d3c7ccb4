import { openQuarantine, type Answer } from './quarantine.js'

/** Children of heavy work at once; the others wait for their turn. */
const atOnce = 2
let running = 0
const waiting: (() => void)[] = []

/**
 * One message to a child of its own, which is gone afterwards: for rare, heavy input such as an uploaded file.
 * @param entry path of the child's compiled entry (`compiledEntry`)
 */
export const runInQuarantine = async (
  entry: string,
  message: string,
  { milliseconds, megabytes }: { milliseconds: number; megabytes: number },
): Promise<Answer> => {
  if (running < atOnce) running++
  else await new Promise<void>(turn => waiting.push(turn))
  const quarantine = openQuarantine({ entry, megabytes, children: 1, recycleAfter: 1, idle: 1_000 })
  try {
    return await quarantine.ask(message, milliseconds)
  } finally {
    quarantine.close()
    const next = waiting.shift()
    // who waits takes over this place
    if (next) next()
    else running--
  }
}
