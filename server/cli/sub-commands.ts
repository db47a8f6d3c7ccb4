import type { Part } from '../operations/operations.api.js'
import { complain, print, type CliCommand } from './command.js'
import { readOptions, type Options, type Spec } from './options.js'

/** `formloom instances cancel …`: one thing that can be done to instances. */
export interface SubCommand {
  usage: string
  summary: string
  spec: Spec
  /** Lines of the help. */
  help?: readonly string[]
  /** Wrong usage as a sentence, or undefined. */
  judge?(options: Options): string | undefined
  run(options: Options): Promise<number>
}

/** A command that consists of several. Exit 64 with its usage for what it does not know. */
export function subCommands(name: string, summary: string, parts: Record<string, SubCommand>): CliCommand {
  const usage = `${Object.keys(parts).join('|')} [--help]`
  const helpOf = (part: string): string => {
    const { usage: line, summary: about, help = [] } = parts[part]!
    return [`formloom ${name} ${part} ${line}`.trimEnd(), `  ${about}`, ...help.map(each => `    ${each}`)].join('\n')
  }
  return {
    usage,
    summary,
    help: args =>
      (args[0] !== undefined && Object.hasOwn(parts, args[0]) ? [args[0]] : Object.keys(parts)).map(helpOf).join('\n\n'),
    async run([part = '', ...args]) {
      const sub = Object.hasOwn(parts, part) ? parts[part] : undefined
      if (!sub) return wrong(part === '' ? 'what shall be done?' : `no command "${name} ${part}"`, `formloom ${name} ${usage}`)
      const options = readOptions(args, sub.spec)
      const trouble = 'wrong' in options ? options.wrong : sub.judge?.(options)
      if (trouble !== undefined || 'wrong' in options) return wrong(trouble!, `formloom ${name} ${part} ${sub.usage}`)
      return sub.run(options)
    },
  }
}

function wrong(why: string, usage: string): number {
  complain(`${why}\nusage: ${usage}`)
  return 64
}

export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2))

const LIMIT = 50
export const limitWrong = ({ values }: Options): string | undefined =>
  /^(?:[1-9]\d?|100)$/.test(values.limit ?? '1') ? undefined : '--limit is a number from 1 to 100'
export const partOf = ({ values: { limit, after } }: Options): Part => ({
  after,
  limit: limit === undefined ? LIMIT : Number(limit),
})
