#!/usr/bin/env node
import { complain, print } from './command.js'
import { commands } from './commands.js'

const [name = 'help', ...args] = process.argv.slice(2)

async function main(): Promise<number> {
  if (['help', '--help', '-h'].includes(name)) {
    await printHelp()
    return 0
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    complain(`formloom: no command "${name}". Commands: ${Object.keys(commands).join(', ')}`)
    return 64
  }
  const command = await load()
  if (args.includes('--help') || args.includes('-h')) {
    const rest = args.filter(arg => arg !== '--help' && arg !== '-h')
    print(`formloom ${name} ${command.usage}\n  ${command.summary}${command.help ? `\n\n${command.help(rest)}` : ''}`)
    return 0
  }
  return command.run(args)
}

async function printHelp(): Promise<void> {
  print('formloom COMMAND [--help] [--json]\n')
  for (const [each, load] of Object.entries(commands)) {
    const { usage, summary } = await load()
    print(`  ${each} ${usage}\n      ${summary}`)
  }
}

// exitCode instead of exit(): what was printed to a pipe is still written.
process.exitCode = await main()
