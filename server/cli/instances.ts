import { reader } from '../db/transaction.js'
import { listInstances } from '../operations/list-instances.js'
import { print } from './command.js'
import { filterHelp, filterOf } from './filter-options.js'
import { migrate, modify, returning } from './moving.js'
import { entryLine, operate, operateSpec, withEngine } from './operate.js'
import { limitWrong, partOf, printJson, subCommands } from './sub-commands.js'

const common = '[--by ACCOUNT] [--json]'

/** Instances of processes, many at once. Exit 0: done; 1: refused, or not done to all; 64: wrong usage. */
export const instances = subCommands('instances', 'Lists, moves, cancels or deletes instances of processes.', {
  list: {
    usage: '[FILTER] [--limit N] [--after ID] [--json]',
    summary: 'The newest first.',
    spec: operateSpec,
    help: filterHelp,
    judge: limitWrong,
    run: options =>
      withEngine(options, async ({ engine }) => {
        const page = await listInstances(reader(engine.db), await filterOf(engine, options), partOf(options))
        if (options.flags.has('json')) printJson(page)
        else print([...page.items.map(entryLine), ...(page.next ? [`more: --after ${page.next}`] : [])].join('\n'))
        return 0
      }),
  },
  cancel: {
    usage: `--reason TEXT FILTER [--dry-run] ${common}`,
    summary: 'Ends running instances.',
    spec: { ...operateSpec, reason: 'value' },
    help: filterHelp,
    judge: ({ values }) => (values.reason ? undefined : '--reason is missing'),
    run: options => operate(options, 'cancel', { reason: options.values.reason! }),
  },
  return: returning,
  modify,
  migrate,
  purge: {
    usage: `FILTER [--force] [--dry-run] ${common}`,
    summary: 'Deletes ended instances with everything that is kept about them; with --force also running ones. Records stay.',
    spec: { ...operateSpec, force: 'flag', reason: 'value' },
    help: filterHelp,
    run: options =>
      operate(options, 'purge', {
        force: options.flags.has('force'),
        ...(options.values.reason ? { reason: options.values.reason } : {}),
      }),
  },
})
