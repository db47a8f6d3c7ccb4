// npm run -s formloom -- COMMAND: prints nothing of its own, so that --json stays JSON.
import { join } from 'node:path'
import { buildServer, install, root } from './steps.mjs'

await install({ quiet: true })
await buildServer({ quiet: true })
const program = join(root, 'server/dist/cli/formloom.js')
process.argv.splice(1, 1, program)
await import(program)
