// npm run dev: compiler, server and web, each started anew when its sources change. Ctrl-C ends all three.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildServer, install, root } from './steps.mjs'

await install()
await buildServer()
const bin = name => join(root, 'node_modules', name)
const parts = [
  ['-r', 'tsc', bin('typescript/bin/tsc'), '-b', '-w', '--preserveWatchOutput', 'server'],
  ['--watch', 'server', join(root, 'server/dist/main.js')],
  ['-r', 'vite', bin('vite/bin/vite.js'), 'web'],
].map(([flag, name, ...rest]) =>
  spawn(process.execPath, flag === '--watch' ? ['--watch', '--watch-preserve-output', ...rest] : rest, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FORMLOOM_PART: name },
  }),
)

const stop = () => parts.forEach(part => part.kill('SIGTERM'))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
for (const part of parts) part.on('exit', stop)
