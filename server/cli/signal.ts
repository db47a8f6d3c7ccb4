import { newId } from '../db/id.js'
import { ThrowSignal } from '../messages/signals.api.js'
import { throwSignal } from '../messages/throw-signal.js'
import { complain, print, type CliCommand } from './command.js'
import { jsonObject } from './json-object.js'
import { withEngine } from './operate.js'
import { readOptions } from './options.js'
import { printJson } from './sub-commands.js'

const usage = 'NAME [--data JSON] [--id ID] [--by ACCOUNT] [--json]'

/** Exit 0: thrown, the server spreads it; 1: its id belongs to another signal; 64: wrong usage. */
export const signal: CliCommand = {
  usage,
  summary:
    'Throws a signal to every instance that listens for it now, and to the processes that it starts. A running server spreads it.',
  async run(args) {
    const options = readOptions(args, { data: 'value', id: 'value', by: 'value', json: 'flag' })
    if ('wrong' in options) return wrong(options.wrong)
    const data = jsonObject(options.values.data ?? '{}')
    if (data === undefined) return wrong('--data is not a JSON object')
    if (options.words.length !== 1) return wrong('one name is wanted')
    const asked = ThrowSignal.safeParse({ name: options.words[0], id: options.values.id, data })
    if (!asked.success) return wrong(`${asked.error.issues[0]!.path.join('.')}: ${asked.error.issues[0]!.message}`)
    return withEngine(options, async ({ engine, by }) => {
      const id = asked.data.id ?? newId()
      const at = engine.clock.now().toISOString()
      const outcome = await throwSignal(engine, { id, name: asked.data.name, data, at, by, source: 'cli' })
      if ('reused' in outcome) {
        complain(`The id ${id} belongs to a signal of another name; nothing was sent.`)
        return 1
      }
      const { status, reached, started } = outcome.signal
      if (options.flags.has('json')) printJson({ id, status, reached: Number(reached), started: Number(started) })
      else print(`${id}  ${status}`)
      return 0
    })
  },
}

function wrong(why: string): number {
  complain(`${why}\nusage: formloom signal ${usage}`)
  return 64
}
