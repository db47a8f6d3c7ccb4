/** What a command understands: `value` takes the next word (`--name x`, `--name=x`), `flag` none. */
export type Spec = Record<string, 'value' | 'flag'>

export interface Options {
  values: Record<string, string>
  flags: Set<string>
  words: string[]
}

/** Typed words → options; `wrong` says what is not understood. */
export function readOptions(args: readonly string[], spec: Spec): Options | { wrong: string } {
  const options: Options = { values: {}, flags: new Set(), words: [] }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!
    if (!arg.startsWith('--')) {
      options.words.push(arg)
      continue
    }
    const [name = '', ...rest] = arg.slice(2).split('=')
    const kind = Object.hasOwn(spec, name) ? spec[name] : undefined
    if (!kind) return { wrong: `no option --${name}` }
    if (kind === 'flag') {
      if (rest.length > 0) return { wrong: `--${name} takes no value` }
      options.flags.add(name)
      continue
    }
    const value = rest.length > 0 ? rest.join('=') : args[++i]
    if (value === undefined || (rest.length === 0 && value.startsWith('--'))) return { wrong: `--${name} needs a value` }
    options.values[name] = value
  }
  return options
}
