import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { play } from '#core/process/play'
import { readDefinition } from '#core/process/read-definition'
import { evaluateUnconfined } from '#core/rule/evaluate'

// Many runs, perhaps on a busy machine.
jest.setTimeout(120_000)

/** Diagrams that other projects drew for their own tests. They lie beside the repository and are no part of it. */
const corpus = join(__dirname, '../../../../shared/corpus/bpmn')
const files = existsSync(corpus)
  ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.bpmn'))
  : []

;(files.length > 0 ? describe : describe.skip)(
  `foreign diagrams${files.length > 0 ? '' : ' (skipped: no corpus beside the repository)'}`,
  () => {
    it('are each read or refused with a reason', async () => {
      const silent: string[] = []
      const slow: string[] = []
      let read = 0
      for (const file of files) {
        const before = process.cpuUsage()
        const { processes, problems } = await readDefinition(readFileSync(join(corpus, file), 'utf8'))
        const { user, system } = process.cpuUsage(before)
        if (user + system > 2_000_000) slow.push(file)
        read += processes.length > 0 ? 1 : 0
        const errors = problems.filter(found => found.severity === 'error')
        if (processes.length > 0 === errors.length > 0 || errors.some(found => !found.code)) silent.push(file)
      }
      expect(silent).toEqual([])
      // processor time, of which each takes a twentieth of this at most
      expect(slow).toEqual([])
      expect(read).toBeGreaterThan(180)
    })

    it('come to an end, a wait or a visible repair when they run', async () => {
      const hanging: string[] = []
      for (const file of files) {
        const { processes } = await readDefinition(readFileSync(join(corpus, file), 'utf8'))
        for (const graph of processes) {
          // its beginning, and all the way with every task done and every timer fired
          for (const story of [{ steps: [] }, undefined]) {
            const { status, waiting, problems } = await play(graph, story, { evaluate: evaluateUnconfined, file: processes })
            if (status === 'waiting' && waiting.length === 0) hanging.push(file)
            if (status === 'repair' && problems.length === 0) hanging.push(file)
          }
        }
      }
      expect(hanging).toEqual([])
    })
  },
)
