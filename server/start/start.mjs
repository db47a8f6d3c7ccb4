// npm start: install what is missing, build what is stale, run the server in this very process (no second one that would need memory and pass on signals).
import { buildServer, buildWeb, install } from './steps.mjs'

await install()
await buildServer()
await buildWeb()
await import('../dist/main.js')
