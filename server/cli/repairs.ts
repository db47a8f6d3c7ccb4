import { reader } from '../db/transaction.js'
import { groupRepairs, listRepairs } from '../operations/list-repairs.js'
import { print } from './command.js'
import { filterHelp, filterOf } from './filter-options.js'
import { entryLine, operate, operateSpec, withEngine } from './operate.js'
import { jsonObject } from './json-object.js'
import { limitWrong, partOf, printJson, subCommands } from './sub-commands.js'

const common = 'FILTER [--dry-run] [--by ACCOUNT] [--json]'

/** Stops that people mend, many at once. Exit 0: done; 1: refused, or not done to all; 64: wrong usage. */
export const repairs = subCommands('repairs', 'Lists, retries, skips or gives up what stands still.', {
  list: {
    usage: '[FILTER] [--groups] [--limit N] [--after INSTANCE/REPAIR] [--json]',
    summary: 'One line each; with --groups one line for the same problem at the same step.',
    spec: { ...operateSpec, groups: 'flag' },
    help: filterHelp,
    judge: limitWrong,
    run: options =>
      withEngine(options, async ({ engine }) => {
        const filter = await filterOf(engine, options)
        const json = options.flags.has('json')
        if (options.flags.has('groups')) {
          const groups = await groupRepairs(reader(engine.db), filter)
          if (json) printJson(groups)
          else
            for (const { process, element, code, count, oldest } of groups)
              print(`${count}  ${process.name}  ${element}  ${code}  since ${oldest}`)
          return 0
        }
        const page = await listRepairs(reader(engine.db), filter, partOf(options))
        if (json) printJson(page)
        else print([...page.items.map(entryLine), ...(page.next ? [`more: --after ${page.next}`] : [])].join('\n'))
        return 0
      }),
  },
  retry: {
    usage: common,
    summary: 'Tries the steps again.',
    spec: operateSpec,
    help: filterHelp,
    run: options => operate(options, 'retry-repairs', {}),
  },
  skip: {
    usage: `[--result JSON] [--flow ID] ${common}`,
    summary: 'The steps count as done, with these variables as their result, left by this flow.',
    spec: { ...operateSpec, result: 'value', flow: 'value' },
    help: filterHelp,
    judge: ({ values }) =>
      values.result === undefined || jsonObject(values.result) ? undefined : '--result is not a JSON object',
    run: options =>
      operate(options, 'skip-repairs', {
        ...(options.values.result === undefined ? {} : { result: jsonObject(options.values.result)! }),
        ...(options.values.flow === undefined ? {} : { flow: options.values.flow }),
      }),
  },
  cancel: {
    usage: `--reason TEXT ${common}`,
    summary: 'Ends the instances that stand still.',
    spec: { ...operateSpec, reason: 'value' },
    help: filterHelp,
    judge: ({ values }) => (values.reason ? undefined : '--reason is missing'),
    run: options => operate(options, 'cancel-repairs', { reason: options.values.reason! }),
  },
})
