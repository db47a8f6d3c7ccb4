import { newId } from '../db/id.js'
import { expiryOf } from '../messages/ttl.js'
import { sentOf } from '../messages/list-messages.js'
import { SendMessage } from '../messages/messages.api.js'
import { sendMessage } from '../messages/send-message.js'
import { complain, print, type CliCommand } from './command.js'
import { withEngine } from './operate.js'
import { readOptions } from './options.js'
import { jsonObject } from './json-object.js'
import { printJson } from './sub-commands.js'

const usage = 'NAME [--key KEY] [--data JSON] [--id ID] [--ttl PT1H|SECONDS] [--by ACCOUNT] [--json]'

/** Exit 0: sent (it may wait for somebody to listen); 1: its id belongs to another message, or nobody listened and it was not to wait; 64: wrong usage. */
export const message: CliCommand = {
  usage,
  summary:
    'Sends a message to the instance that listens for it, or to a process that it starts; until somebody does it waits, 7 days by default.',
  async run(args) {
    const options = readOptions(args, { key: 'value', data: 'value', id: 'value', ttl: 'value', by: 'value', json: 'flag' })
    if ('wrong' in options) return wrong(options.wrong)
    const { key, id, ttl, data: text = '{}' } = options.values
    const data = jsonObject(text)
    if (data === undefined) return wrong('--data is not a JSON object')
    if (options.words.length !== 1) return wrong('one name is wanted')
    const asked = SendMessage.safeParse({ name: options.words[0], key, id, data })
    if (!asked.success) return wrong(`${asked.error.issues[0]!.path.join('.')}: ${asked.error.issues[0]!.message}`)
    const seconds = ttl !== undefined && /^\d+$/.test(ttl) ? Number(ttl) : ttl
    return withEngine(options, async ({ engine, by }) => {
      const at = engine.clock.now().toISOString()
      const expiresAt = expiryOf(seconds, at)
      if (typeof expiresAt !== 'string')
        return wrong(`--ttl ${ttl}: seconds, or an ISO 8601 duration such as PT1H, of at most a year`)
      const sent = { id: id ?? newId(), name: asked.data.name, key: asked.data.key ?? '', data, at, expiresAt, n: 0, by }
      const outcome = await sendMessage(engine, { ...sent, source: 'cli' })
      if ('reused' in outcome) {
        complain(`The id ${sent.id} belongs to another message, of another name or key; nothing was sent.`)
        return 1
      }
      const told = sentOf(outcome.message, engine.clock.now().toISOString())
      if (options.flags.has('json')) printJson(told)
      else print([told.id, told.status, told.instance].filter(Boolean).join('  '))
      return told.status === 'expired' ? 1 : 0
    })
  },
}

function wrong(why: string): number {
  complain(`${why}\nusage: formloom message ${usage}`)
  return 64
}
