import { readFileSync } from 'node:fs'
import { problem, type Problem } from '#core/problem'
import type { Instruction } from '#core/process/modify/instruction'
import { reader } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import type { Engine } from '../instances/engine.js'
import { loadState } from '../instances/load-state.js'
import { runCommand, type Asked } from '../instances/run-command.js'
import { migrationOf } from '../modification/migration-of.js'
import { Modify, ReturnTo, type Preview } from '../modification/modification.api.js'
import { preview } from '../modification/preview.js'
import { refuseChange } from '../modification/refuse-change.js'
import { previewBatch } from '../operations/batch-info.js'
import { workOf } from '../operations/create-batch.js'
import { complain, print } from './command.js'
import { filterHelp, filterOf } from './filter-options.js'
import { operate, operateSpec, withEngine } from './operate.js'
import type { Options, Spec } from './options.js'
import { problemLine, told } from './problem-line.js'
import { printJson, type SubCommand } from './sub-commands.js'

const one: Spec = { id: 'value', by: 'value', json: 'flag', 'dry-run': 'flag' }
const missing = ({ values }: Options, ...names: string[]): string | undefined => {
  const name = names.find(each => values[each] === undefined)
  return name === undefined ? undefined : `--${name} is missing`
}

/** Does it to one instance, or with --dry-run says what would change. */
const change = async (engine: Engine, options: Options, instance: string, asked: Asked): Promise<number> => {
  if (options.flags.has('dry-run')) return tellPreview(await preview(engine, instance, asked), options)
  const outcome = await runCommand(engine, instance, asked)
  if ('rejection' in outcome) refuseChange(outcome.rejection)
  if (options.flags.has('json')) printJson({ instance, status: outcome.state.instance.status })
  else print(`${instance}  ${outcome.state.instance.status}  ${outcome.state.tokens.map(token => token.node).join(', ')}`)
  return 0
}

function tellPreview({ changes, people }: Preview, { flags }: Options): number {
  if (flags.has('json')) printJson({ changes: changes.map(told), people })
  else print([...changes.map(problemLine), 'nothing was changed'].join('\n'))
  return 0
}

export const returning: SubCommand = {
  usage:
    '--id INSTANCE --from ELEMENT --to ELEMENT [--policy P] [--redo-from-split] [--jump] [--dry-run] [--by ACCOUNT] [--json]',
  summary: 'Takes an instance back from where it stands to an earlier element.',
  spec: { ...one, from: 'value', to: 'value', policy: 'value', 'redo-from-split': 'flag', jump: 'flag' },
  help: [
    '--from ELEMENT          where it stands (or the id of a token)',
    '--policy P              run-on (default), straight-back, only-changed: what happens when the step is done again',
    '--redo-from-split       branches that come together between are done again instead of counting as done',
    '--jump                  anywhere, also ahead',
  ],
  judge: options => missing(options, 'id', 'from', 'to'),
  run: options =>
    withEngine(options, async ({ engine, by }) => {
      const { id = '', from = '', to = '', policy } = options.values
      const token = await tokenAt(engine, id, from)
      const asked = ReturnTo.safeParse({
        token,
        to,
        ...(policy === undefined ? {} : { policy }),
        ...(options.flags.has('redo-from-split') ? { redo: 'split' } : {}),
        ...(options.flags.has('jump') ? { jump: true } : {}),
      })
      if (!asked.success) return refuse(422, [problem('NOT_VALID', 'policy')])
      return change(engine, options, id, { type: 'return', ...asked.data, by } as Asked)
    }),
}

async function tokenAt(engine: Engine, instance: string, from: string): Promise<string> {
  const loaded = await loadState(reader(engine.db), instance)
  if (!loaded) return refuse(404, 'NO_SUCH_INSTANCE')
  const found = loaded.state.tokens.filter(({ id, node }) => id === from || node === from)
  const child = ({ scope, node }: { scope: string; node: string }): boolean =>
    loaded.state.scopes.some(each => each.id === scope && each.kind === 'iteration' && each.element === node)
  const [token, ...others] = found.filter(each => each.id === from || !child(each))
  if (!token) return refuse(404, [problem('NO_SUCH_TOKEN', from)])
  return others.length === 0 ? token.id : refuse(409, [problem('MODIFY_AMBIGUOUS', from, { scopes: found.map(each => each.id) })])
}

export const modify: SubCommand = {
  usage: '--id INSTANCE --file FILE.json --reason TEXT [--dry-run] [--by ACCOUNT] [--json]',
  summary: 'Changes where an instance stands and what it knows, by a list of instructions, all or none.',
  spec: { ...one, file: 'value', reason: 'value' },
  help: [
    'FILE.json               [ { "do": "cancel", "token" } | { "do": "cancel-all", "element", "scope"? }',
    '                        | { "do": "activate", "element", "at"?: "before"|"after", "flow"?, "scope"?, "arrivals"?: "all" }',
    '                        | { "do": "move", "from": { "element" } | { "token" }, "to", … as activate }',
    '                        | { "do": "set", "values", "scope"? } | { "do": "unset", "names", "scope"? } ]',
  ],
  judge: options => missing(options, 'id', 'file', 'reason'),
  run: options =>
    withEngine(options, async ({ engine, by }) => {
      const { id = '', file = '', reason } = options.values
      const read = Modify.safeParse({ instructions: readJson(file), reason })
      if (!read.success) {
        for (const { path, message } of read.error.issues) complain(`${file}: ${path.slice(1).join('.')}: ${message}`)
        return 1
      }
      const instructions = read.data.instructions as Instruction[]
      return change(engine, options, id, { type: 'modify', instructions, reason: read.data.reason, by })
    }),
}

/** What cannot be read is told like what cannot be understood: as no list of instructions. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    complain((error as Error).message)
    return undefined
  }
}

export const migrate: SubCommand = {
  usage: '--to VERSION --reason TEXT FILTER [--map OLD=NEW,…] [--dry-run] [--by ACCOUNT] [--json]',
  summary: 'Running instances go on in another version of their process. --dry-run tells of the first twenty what would change.',
  spec: { ...operateSpec, to: 'value', map: 'value', reason: 'value' },
  help: [
    '--to VERSION            its number',
    '--map OLD=NEW,…         elements and flows that are called otherwise there',
    ...filterHelp,
  ],
  judge: options =>
    missing(options, 'to', 'reason') ??
    (/^[1-9]\d{0,8}$/.test(options.values.to!) ? undefined : '--to is the number of a version') ??
    (mapOf(options) ? undefined : '--map is OLD=NEW,OLD=NEW'),
  run: options => {
    const given = { version: Number(options.values.to), reason: options.values.reason!, map: mapOf(options)! }
    return options.flags.has('dry-run') ? report(options, given) : operate(options, 'migrate', given)
  },
}

function mapOf({ values }: Options): Record<string, string> | undefined {
  const pairs = (values.map ?? '').split(',').filter(Boolean)
  const read = pairs.map(pair => /^([^=]+)=([^=]+)$/.exec(pair))
  return read.every(pair => pair !== null) ? Object.fromEntries(read.map(([, old, fresh]) => [old!, fresh!])) : undefined
}

/** 1: at least one of them would be refused. */
const report = (options: Options, given: { version: number; reason: string; map: Record<string, string> }): Promise<number> =>
  withEngine(options, async ({ engine, by }) => {
    const read = reader(engine.db)
    const { first, count } = await previewBatch(
      read,
      workOf(engine, { kind: 'migrate', filter: await filterOf(engine, options), options: given }),
    )
    const entries: { instance: string; refused: Problem[]; changes: Problem[] }[] = []
    for (const entry of first) {
      if (!('id' in entry)) continue
      const found = await migrationOf(read, entry.id, given.version)
      const asked =
        'to' in found ? { type: 'migrate' as const, to: found.to, map: given.map, reason: given.reason, by } : undefined
      const outcome = asked
        ? await tried(engine, entry.id, asked)
        : { refused: 'problem' in found ? [found.problem] : [], changes: [] }
      entries.push({ instance: entry.id, ...outcome })
    }
    if (options.flags.has('json')) printJson({ count, instances: entries })
    else print([...entries.flatMap(lines), `${count} in all; nothing was changed`].join('\n'))
    return entries.some(each => each.refused.length > 0) ? 1 : 0
  })

async function tried(engine: Engine, instance: string, asked: Asked): Promise<{ refused: Problem[]; changes: Problem[] }> {
  try {
    return { refused: [], changes: (await preview(engine, instance, asked)).changes }
  } catch (error) {
    const problems = (error as { problems?: Problem[] }).problems
    if (!problems) throw error
    return { refused: problems, changes: [] }
  }
}

const lines = ({ instance, refused, changes }: { instance: string; refused: Problem[]; changes: Problem[] }): string[] => [
  `${instance}  ${refused.length > 0 ? 'refused' : 'can be migrated'}`,
  ...[...refused, ...changes].map(each => `  ${problemLine(each)}`),
]
