// npm run check: everything that can be judged without running the product. Each check is named with its time; what a failing one says is shown.
import { join } from 'node:path'
import { install, root, run } from './steps.mjs'

await install()
const tool = (script, ...parameters) => [process.execPath, [join(root, 'node_modules', script), ...parameters]]
const checks = [
  ['types of the server', ...tool('typescript/bin/tsc', '-b', 'server')],
  ['types of the tests', ...tool('typescript/bin/tsc', '-p', 'tests/tsconfig.json')],
  ['types of the web', ...tool('vue-tsc/bin/vue-tsc.js', '--noEmit', '-p', 'web')],
  ['lint', ...tool('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
  ['format', ...tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['unused code and dependencies', ...tool('knip/bin/knip.js', '--no-progress')],
  [
    'house',
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      join(root, 'node_modules/jest/bin/jest.js'),
      '--selectProjects',
      'house',
      '--silent',
    ],
  ],
]

let failed = 0
for (const [name, program, parameters] of checks) {
  const began = Date.now()
  const { code, output } = await run(program, parameters)
  if (code !== 0) process.stdout.write(`\n${output.trimEnd()}\n\n`)
  process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}  ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
  if (code !== 0) failed++
}
process.stdout.write(failed === 0 ? 'All checks are green.\n' : `${failed} of ${checks.length} checks failed.\n`)
process.exit(failed === 0 ? 0 : 1)
