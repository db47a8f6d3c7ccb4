// Programs that the tests need besides Node: taken from the machine, else from apt when we may (root on Debian or Ubuntu).
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run, step } from './steps.mjs'

const found = (...names) =>
  names.some(name =>
    [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin'].some(folder => existsSync(join(folder, name))),
  )
const chineseFont = async () => {
  const { code, output } = await run('fc-list', [':lang=zh', 'family'])
  return code === 0 && output.trim() !== ''
}

const parts = [
  {
    name: 'MariaDB',
    means: 'tests run on SQLite only',
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    there: () => found('mariadbd') && found('mariadb-install-db'),
  },
  {
    name: 'Chromium',
    means: 'browser tests are left out',
    packages: ['chromium'],
    there: () => found('chromium', 'chromium-browser', 'google-chrome') || existsSync(process.env.CHROMIUM ?? '/nowhere'),
  },
  {
    name: 'A Chinese font',
    means: 'Chinese texts are boxes in screenshots',
    packages: ['fontconfig', 'fonts-wqy-microhei'],
    there: chineseFont,
  },
]

/** Installs what is missing where that is allowed; answers what is missing still. */
export async function provide() {
  const missing = await absent(parts)
  if (missing.length === 0 || process.getuid?.() !== 0 || !found('apt-get')) return missing
  await step(`Installing ${missing.map(part => part.name).join(', ')} (apt)`, false, async () => {
    const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } }
    await run('apt-get', ['update', '-q'], quiet)
    const { code, output } = await run(
      'apt-get',
      ['install', '-y', '-q', '--no-install-recommends', ...missing.flatMap(part => part.packages)],
      quiet,
    )
    if (code !== 0) process.stdout.write(`${output.split('\n').slice(-8).join('\n')}\n`)
  })
  return absent(parts)
}

async function absent(wanted) {
  const there = await Promise.all(wanted.map(part => part.there()))
  return wanted.filter((_, i) => !there[i])
}
