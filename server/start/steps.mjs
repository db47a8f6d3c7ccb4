// What the commands share. Plain JavaScript without packages: it runs before anything is installed or built.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const root = dirname(dirname(import.meta.dirname))
const stamps = join(root, 'node_modules', '.formloom')

/** Ends the command with one sentence (and the output that shows why). */
export function fail(sentence, output = '') {
  if (output) process.stderr.write(`${output.trimEnd()}\n\n`)
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) fail(`Formloom needs Node.js 20.19 or newer; this is ${process.versions.node}.`)
}

/** Installs when node_modules is not what package-lock.json says. */
export async function install({ quiet = false } = {}) {
  checkNode()
  // the ABI too: another Node needs another build of the SQLite driver
  const wanted = hash(readFileSync(join(root, 'package-lock.json')), process.versions.modules)
  if (fresh('install', wanted)) return
  if (adopted()) return stamp('install', wanted)
  await step('Installing packages', quiet, async () => {
    const { code, output } = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
    if (code !== 0) installFailed(output)
  })
  stamp('install', wanted)
}

/** Somebody ran `npm ci` himself: the lock file inside node_modules is younger than ours. */
function adopted() {
  const inside = join(root, 'node_modules', '.package-lock.json')
  const driver = join(root, 'node_modules', 'better-sqlite3', 'build', 'Release', 'better_sqlite3.node')
  return (
    existsSync(inside) &&
    existsSync(driver) &&
    !existsSync(join(stamps, 'install')) &&
    statSync(inside).mtimeMs > statSync(join(root, 'package-lock.json')).mtimeMs
  )
}

/** One sentence where the trouble is known; else what npm says, and that. */
function installFailed(output) {
  const known = knownTrouble(output)
  if (known) fail(known)
  fail('The packages could not be installed; npm says why above.', withoutNoise(output))
}

function knownTrouble(output) {
  if (/gyp ERR|not found: make|node-gyp|better-sqlite3/.test(output))
    return 'The SQLite driver (better-sqlite3) could not be built: install a C++ compiler, make and Python 3 (Debian, Ubuntu: apt-get install build-essential python3; macOS: xcode-select --install), then run the command again.'
  if (/ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|network/.test(output))
    return 'The npm registry cannot be reached: check the connection or the proxy (npm config get registry), then run the command again.'
  if (/ENOSPC/.test(output)) return 'The disk is full: Formloom needs about 1 GB to install and build.'
  if (/EACCES|EPERM/.test(output)) return `The folder ${root} cannot be written by this user.`
  return undefined
}

// harmless: engines of packages that run on Node 20 all the same, scripts that we deny on purpose
const withoutNoise = output =>
  output
    .split('\n')
    .filter(line => !/EBADENGINE|install-scripts?|allow-scripts|npm warn (deprecated|Unknown)/i.test(line))
    .slice(-40)
    .join('\n')

/** Compiles the server when a source is newer than the build. */
export async function buildServer({ quiet = false } = {}) {
  const wanted = stateOf('server', /\.(ts|json)$/)
  if (fresh('server', wanted) && existsSync(join(root, 'server/dist/main.js'))) return
  await step('Building the server', quiet, () =>
    tool('typescript/bin/tsc', ['-b', 'server'], 'The server could not be built; the compiler says why above.'),
  )
  stamp('server', wanted)
}

export async function buildWeb({ quiet = false } = {}) {
  const wanted = hash(
    stateOf('web', /\.(ts|vue|css|html|json|js|svg|png|woff2|webmanifest)$/),
    stateOf('server/core', /\.ts$/),
    stateOf('server', /\.api\.ts$/),
  )
  if (fresh('web', wanted) && existsSync(join(root, 'web/dist/index.html'))) return
  await step('Building the web', quiet, () =>
    tool('vite/bin/vite.js', ['build', 'web', '--logLevel', 'warn'], 'The web could not be built; Vite says why above.'),
  )
  stamp('web', wanted)
}

async function tool(script, parameters, sentence) {
  const { code, output } = await run(process.execPath, [join(root, 'node_modules', script), ...parameters])
  if (code !== 0) fail(sentence, output)
}

/** Names, sizes and times of the files below a folder: changes when one of them does. */
function stateOf(folder, pattern) {
  const seen = createHash('sha256')
  const walk = path => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name === 'dist' || entry.name.startsWith('.')) continue
      const inner = join(path, entry.name)
      if (entry.isDirectory()) walk(inner)
      else if (pattern.test(entry.name)) {
        const { size, mtimeMs } = statSync(inner)
        seen.update(`${inner}\n${size}\n${mtimeMs}\n`)
      }
    }
  }
  walk(join(root, folder))
  return seen.digest('hex')
}

const hash = (...parts) => parts.reduce((sum, part) => sum.update(part), createHash('sha256')).digest('hex')

function fresh(name, wanted) {
  const file = join(stamps, name)
  return existsSync(file) && readFileSync(file, 'utf8') === wanted
}

function stamp(name, wanted) {
  mkdirSync(stamps, { recursive: true })
  writeFileSync(join(stamps, name), wanted)
}

/** Runs a program to its end and keeps what it says, or lets it speak for itself (`show`). */
export function run(program, parameters, { show = false, env = {} } = {}) {
  return new Promise(done => {
    const child = spawn(program, parameters, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm',
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => (output += text))
    child.on('error', error => done({ code: 127, output: String(error) }))
    child.on('close', (code, signal) => done({ code: code ?? (signal ? 1 : 0), output }))
  })
}

/** Says what goes on and for how long: a running clock on a terminal, else a sign of life every 20 seconds. */
export async function step(name, quiet, work) {
  if (quiet) return work()
  const began = Date.now()
  const seconds = () => ((Date.now() - began) / 1000).toFixed(0)
  const terminal = process.stdout.isTTY
  process.stdout.write(terminal ? `${name} …` : `${name} …\n`)
  const clock = setInterval(
    () => process.stdout.write(terminal ? `\r${name} … ${seconds()} s` : `${name} … ${seconds()} s\n`),
    terminal ? 1000 : 20_000,
  )
  try {
    return await work()
  } finally {
    clearInterval(clock)
    process.stdout.write(`${terminal ? '\r' : ''}${name}: ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
  }
}
