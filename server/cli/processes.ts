import { reader } from '../db/transaction.js'
import type { Engine } from '../instances/engine.js'
import { pauseProcess, resumeProcess } from '../operations/pause-process.js'
import { print } from './command.js'
import { processNamed } from './filter-options.js'
import { withEngine } from './operate.js'
import type { Options } from './options.js'
import { printJson, subCommands } from './sub-commands.js'

const spec = { by: 'value', json: 'flag', 'dry-run': 'flag' } as const
const oneProcess = ({ words }: Options): string | undefined => (words.length === 1 ? undefined : 'name one process')

interface Row {
  id: string
  key: string
  name: string
  version: number
  running: number
  pausedAt: string | null
}

/** All that are not deleted or still paused; `id`: that one, whatever it is. */
async function listed(engine: Engine, id = ''): Promise<Row[]> {
  const rows = await reader(engine.db).query<Row>(
    `SELECT p.id, p.process_key AS 'key', p.name, p.version, x.at AS pausedAt,
       (SELECT COUNT(*) FROM instances i WHERE i.process_id = p.id AND i.status = 'running') AS running
     FROM processes p LEFT JOIN paused_processes x ON x.process_id = p.id WHERE p.deleted_at IS NULL OR x.at IS NOT NULL OR p.id = ? ORDER BY p.id`,
    [id],
  )
  return rows.map(row => ({ ...row, version: Number(row.version), running: Number(row.running) }))
}

const lineOf = ({ id, key, name, version, running, pausedAt }: Row): string =>
  `${id}  ${key}  ${name}  v${version}  ${running} running${pausedAt ? `  paused since ${pausedAt}` : ''}`

/** Processes as they are run. Exit 0: done; 1: refused; 64: wrong usage. */
export const processes = subCommands('processes', 'Lists, pauses or resumes processes.', {
  list: {
    usage: '[--json]',
    summary: 'Id, key, name, version, running instances, and whether it is paused.',
    spec: { json: 'flag' },
    run: options =>
      withEngine(options, async ({ engine }) => {
        const rows = await listed(engine)
        if (options.flags.has('json')) printJson(rows)
        else for (const row of rows) print(lineOf(row))
        return 0
      }),
  },
  pause: {
    usage: 'PROCESS [--reason TEXT] [--dry-run] [--by ACCOUNT] [--json]',
    summary: 'It begins nothing new and what runs stands still, until it is resumed; nothing is lost. PROCESS is an id or a key.',
    spec: { ...spec, reason: 'value' },
    judge: oneProcess,
    run: options => change(options, (engine, id, by) => pauseProcess(engine, id, by, options.values.reason || undefined)),
  },
  resume: {
    usage: 'PROCESS [--dry-run] [--by ACCOUNT] [--json]',
    summary: 'It goes on; what was kept meanwhile is made up by the next server.',
    spec,
    judge: oneProcess,
    run: options => change(options, (engine, id, by) => resumeProcess(engine, id, by)),
  },
})

const change = (options: Options, act: (engine: Engine, id: string, by: string) => Promise<void>): Promise<number> =>
  withEngine(options, async ({ engine, by }) => {
    const id = await processNamed(engine, options.words[0]!)
    if (!options.flags.has('dry-run')) await act(engine, id, by)
    const row = (await listed(engine, id)).find(each => each.id === id)!
    if (options.flags.has('json')) printJson(row)
    else print(lineOf(row))
    return 0
  })
