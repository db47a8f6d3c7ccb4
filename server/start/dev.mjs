// npm run dev: compiler, server and web side by side; each starts anew when its sources change. Ctrl-C ends all three.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { buildServer, install, root } from './steps.mjs'

await install()
await buildServer()
const installed = name => join(root, 'node_modules', name)
const parts = [
  [installed('typescript/bin/tsc'), '-b', '-w', '--preserveWatchOutput', 'server'],
  ['--watch', '--watch-preserve-output', join(root, 'server/dist/main.js')],
  [installed('vite/bin/vite.js'), 'web'],
].map(parameters => spawn(process.execPath, parameters, { cwd: root, stdio: 'inherit' }))

const stop = () => parts.forEach(part => part.kill('SIGTERM'))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
for (const part of parts) part.on('exit', stop)
