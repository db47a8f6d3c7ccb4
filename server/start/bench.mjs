// npm run bench [-- NAME] [-- --json]: each file of tests/bench exports `name` and `run()`, which answers figures
// { name, value, unit, against?, ratio?, goal? }. Ratios are measured within one run, so they mean the same on every machine.
import { readdirSync, readFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildServer, fail, install, root } from './steps.mjs'

const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('--'))
const json = process.argv.includes('--json')
await install({ quiet: json })
await buildServer({ quiet: json })

const folder = join(root, 'tests/bench')
const files = readdirSync(folder).filter(file => file.endsWith('.bench.mjs'))
const benches = (await Promise.all(files.map(file => import(pathToFileURL(join(folder, file)).href)))).filter(
  bench => wanted.length === 0 || wanted.includes(bench.name),
)
if (benches.length === 0) fail(`There is no bench called ${wanted.join(', ')}.`)

const figures = []
for (const bench of benches) {
  if (!json) process.stdout.write(`${bench.name} …\n`)
  for (const figure of await bench.run()) {
    figures.push(figure)
    if (!json) process.stdout.write(`  ${line(figure)}\n`)
  }
}
if (json) process.stdout.write(`${JSON.stringify({ machine: machine(), versions: versions(), figures }, null, 2)}\n`)
process.exit(0)

function line({ name, value, unit, against, ratio, goal }) {
  const compared = ratio === undefined ? '' : `   ${ratio.toFixed(2)} × ${against ?? ''}`
  return `${name.padEnd(48)} ${value.toLocaleString('en', { maximumFractionDigits: 1 }).padStart(12)} ${unit}${compared}${goal === undefined ? '' : `   goal ${goal}`}`
}

function machine() {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
  }
}

function versions() {
  const { version, dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const named = ['better-sqlite3', 'typeorm', 'jsonata', 'bpmn-engine']
  return { formloom: version, ...Object.fromEntries(named.map(name => [name, dependencies[name] ?? devDependencies[name]])) }
}
