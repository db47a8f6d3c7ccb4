import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lint } from '../../../server/cli/lint.js'
import { play } from '../../../server/cli/play.js'
import { SENTENCES } from '../../../server/cli/sentences.js'
import type { CliCommand } from '../../../server/cli/command.js'
import { aProcess, bpmn, flow } from '../../support/process.js'

const leave = aProcess('leave')
  .start()
  .split('exclusive', 'long', s => s.when('days > 10', b => b.user('board')).otherwise(b => b.user('lead')))
  .end()
  .xml()
const broken = bpmn('<bpmn:startEvent id="s"/><bpmn:callActivity id="c" name="call"/>' + flow('f', 's', 'c'))
const story = {
  start: { by: 'alice', data: { days: 12 } },
  steps: [{ complete: 'board', outcome: 'approve' }],
  expect: { status: 'completed', trail: ['start', 'long', 'board', 'end'], data: { outcome: 'approve' } },
}

describe('formloom on the command line', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'formloom-cli-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const file = async (name: string, content: unknown): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  async function run(command: CliCommand, ...args: string[]): Promise<{ code: number; out: string }> {
    let out = ''
    const write = jest.spyOn(process.stdout, 'write').mockImplementation(text => ((out += String(text)), true))
    try {
      return { code: await command.run(args), out }
    } finally {
      write.mockRestore()
    }
  }

  it('lint: nothing to say about a sound file', async () => {
    const { code, out } = await run(lint, await file('leave.bpmn', leave))
    expect({ code, out }).toEqual({ code: 0, out: '' })
  })

  it('lint: one line per problem with code, element, message and mend', async () => {
    const { code, out } = await run(lint, await file('broken.bpmn', broken))
    expect(code).toBe(1)
    expect(out).toMatch(
      /^error {2}CALLED_PROCESS_MISSING {2}c \(line \d+\) {2}the called process does not exist {2}Mend: \S.*\n$/,
    )
  })

  it('lint --json: the same as data', async () => {
    const { code, out } = await run(lint, await file('broken.bpmn', broken), '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      problems: [{ code: 'CALLED_PROCESS_MISSING', at: 'c', severity: 'error', mend: expect.any(String) }],
    })
  })

  it('lint: a file that is not there', async () => {
    expect((await run(lint, join(folder, 'none.bpmn'))).code).toBe(1)
  })

  it('play: a story that comes true', async () => {
    const { code, out } = await run(play, await file('leave.bpmn', leave), await file('s.json', story), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      status: 'completed',
      trail: story.expect.trail,
      waiting: [],
      joining: [],
      data: { days: 12, outcome: 'approve', outcomes: { board: 'approve' } },
      problems: [],
    })
  })

  it('play: exit 1 where an expectation fails, and says which', async () => {
    const wrong = { ...story, expect: { ...story.expect, status: 'waiting' } }
    const { code, out } = await run(play, await file('leave.bpmn', leave), await file('s.json', wrong), '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out).problems).toMatchObject([
      { code: 'EXPECTATION_FAILED', at: 'status', params: { expected: 'waiting', found: 'completed' } },
    ])
  })

  it('play: exit 1 where a step is refused', async () => {
    const wrong = { ...story, steps: [{ complete: 'lead' }], expect: {} }
    expect((await run(play, await file('leave.bpmn', leave), await file('s.json', wrong))).code).toBe(1)
  })

  it('play: exit 2 where the file is refused', async () => {
    const { code, out } = await run(play, await file('broken.bpmn', broken), '--json')
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ status: 'refused', problems: [{ code: 'CALLED_PROCESS_MISSING' }] })
  })

  it('play: without a story everything is worked off', async () => {
    const { code, out } = await run(play, await file('leave.bpmn', leave), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ status: 'completed', trail: ['start', 'long', 'lead', 'end'] })
  })

  it('has a sentence that is filled completely for what it prints', async () => {
    for (const [code, [message, mend]] of Object.entries(SENTENCES)) {
      expect(code).toMatch(/^[A-Z_]+$/)
      expect(`${message}${mend}`.replace(/\{\w+\}/g, '')).not.toMatch(/[{}]/)
    }
  })
})
