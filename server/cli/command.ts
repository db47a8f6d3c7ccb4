/** One command of `formloom`. It prints by itself; the number is the exit code. */
export interface CliCommand {
  /** Arguments as shown in the usage line. */
  usage: string
  summary: string
  /** More than usage and summary; `args` without --help. */
  help?(args: string[]): string
  run(args: string[]): Promise<number>
}

/** Splits what was typed: words that begin with `--` are flags, the rest arguments. */
export function parseArgs(args: readonly string[]): { flags: Set<string>; words: string[] } {
  return {
    flags: new Set(args.filter(arg => arg.startsWith('--')).map(arg => arg.slice(2))),
    words: args.filter(arg => !arg.startsWith('--')),
  }
}

export const print = (text: string): void => void process.stdout.write(`${text}\n`)
export const complain = (text: string): void => void process.stderr.write(`${text}\n`)
