// npm test: the whole suite on both databases and in a real browser. Arguments go to jest: npm test -- tests/server --selectProjects server
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildServer, buildWeb, fail, install, root, run } from './steps.mjs'
import { provide } from './test-machine.mjs'

const asked = process.argv.slice(2)
// the other projects take the sources as they are
const usesBuild = !asked.includes('--selectProjects') || asked.some(word => ['browser', 'faults', 'scenarios'].includes(word))

await install()
if (usesBuild) await buildServer()
if (usesBuild) await buildWeb()
const missing = await provide()
for (const { name, means } of missing) process.stdout.write(`${name} is not installed: ${means}.\n`)
if (missing.length > 0 && process.env.CI === 'true')
  fail(`In CI everything must run; missing: ${missing.map(part => part.name).join(', ')}.`)

const report = join(tmpdir(), `formloom-jest-${process.pid}.json`)
const jest = join(root, 'node_modules/jest/bin/jest.js')
const { code } = await run(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--json',
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  // jest writes the report to stdout as well when there is no --outputFile; with one it keeps to stderr
  { show: true, env: { NODE_ENV: 'test' } },
)
process.stdout.write(`\n${totals()}\n`)
process.exit(code)

/** A suite that could not even be loaded is a failure as well. */
function totals() {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'))
    return `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`
  } catch {
    return '0 passed, 1 failed'
  } finally {
    rmSync(report, { force: true })
  }
}
