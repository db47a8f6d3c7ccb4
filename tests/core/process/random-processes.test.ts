import fc from 'fast-check'
import { has } from '#core/process/graph'
import type { State } from '#core/process/state'
import { blocks, xmlOf } from '../../support/blocks.js'
import { anInstance, graphOf, type Instance } from '../../support/play.js'

// Many runs, perhaps on a busy machine.
jest.setTimeout(120_000)

/** Rows point to rows that exist, and every token waits for something that can come. */
function sound(state: State): void {
  const tokens = new Set(state.tokens.map(token => token.id))
  const scopes = new Set(state.scopes.map(scope => scope.id))
  for (const row of [...state.tasks, ...state.timers, ...state.subscriptions, ...state.repairs])
    expect(tokens).toContain(row.token)
  for (const token of state.tokens) expect(scopes).toContain(token.scope)
  for (const scope of state.scopes) if (scope.token !== undefined) expect(tokens).toContain(scope.token)
  if (state.instance.status === 'running') expect(state.tasks.length + state.timers.length).toBeGreaterThan(0)
}

async function finish(instance: Instance, choices: number[]): Promise<void> {
  for (let step = 0; instance.state!.instance.status === 'running'; step += 1) {
    sound(instance.state!)
    const { tasks, timers } = instance.state!
    const chosen = [...tasks, ...timers][choices[step % choices.length]! % (tasks.length + timers.length)]!
    if ('status' in chosen) await instance.send({ type: 'complete', task: chosen.id })
    else await instance.send({ type: 'fireTimer', timer: chosen.id, at: chosen.dueAt })
  }
}

describe('random block-structured processes', () => {
  const anyPath = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)), { maxLength: 6 })
  const choices = fc.array(fc.nat(20), { minLength: 1, maxLength: 10 })

  it('always end without a token left, whatever is chosen and in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, anyPath, choices, async (parts, taken, order) => {
        const xml = xmlOf(parts)
        const ids = [...xml.matchAll(/<bpmn:task id="([^"]+)"/g)].map(match => match[1]!)
        const path = taken.map(([a, b, c]) => ids[(a * 16 + b * 4 + c) % Math.max(1, ids.length)] ?? '').join(';') + ';'
        const instance = await anInstance(xml, { path })
        await finish(instance, order)
        expect(instance.state).toMatchObject({
          tokens: [],
          tasks: [],
          timers: [],
          repairs: [],
          instance: { status: 'completed' },
        })
      }),
      { numRuns: 150 },
    )
  })

  it('come to the same state and trail with small bursts', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, choices, async (parts, order) => {
        const xml = xmlOf(parts)
        const whole = await anInstance(xml, { path: '' })
        const cut = await anInstance(xml, { path: '' }, { burst: 1 })
        while (cut.state!.tokens.some(token => token.waits === 'continue')) await cut.send({ type: 'continue' })
        const seen = (state: State) => state.tokens.map(({ node, waits }) => `${node} ${waits}`).sort()
        expect(seen(cut.state!)).toEqual(seen(whole.state!))
        await finish(whole, order)
      }),
      { numRuns: 60 },
    )
  })

  it('reach the end from every node', async () => {
    await fc.assert(
      fc.asyncProperty(blocks, async parts => {
        const graph = await graphOf(xmlOf(parts))
        const end = graph.nodeAt.get('end')!
        for (const node of graph.nodes)
          if (node.scope === 0 && node.index !== end) expect(has(graph.reach(node.index), end)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})
