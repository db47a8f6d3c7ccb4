import fc from 'fast-check'
import type { State } from '#core/process/state'
import { loopingBlocks, xmlOf } from '../../../support/blocks.js'
import { expectSound } from '../../../support/drive.js'
import { anInstance, type Instance } from '../../../support/play.js'

// Many runs, perhaps on a busy machine.
jest.setTimeout(240_000)

const POLICIES = ['run-on', 'straight-back', 'only-changed'] as const

/** One thing that happens: something that waits goes on, or somebody returns it; numbers choose among what there is. */
const moves = fc.array(
  fc.record({ back: fc.boolean(), which: fc.nat(50), to: fc.nat(200), policy: fc.nat(2), redo: fc.boolean() }),
  {
    minLength: 1,
    maxLength: 16,
  },
)

/** In these processes no branch is entered twice, so a join never holds two tokens of one flow. */
function expectConserved(state: State): void {
  const places = state.tokens
    .filter(token => token.arrivedBy !== undefined)
    .map(({ scope, node, arrivedBy }) => `${scope} ${node} ${arrivedBy}`)
  expect(places).toEqual([...new Set(places)])
}

async function goOn(instance: Instance, which: number): Promise<void> {
  const { tasks, timers } = instance.state!
  const chosen = [...tasks, ...timers][which % (tasks.length + timers.length)]!
  if ('status' in chosen) await instance.send({ type: 'complete', task: chosen.id })
  else await instance.send({ type: 'fireTimer', timer: chosen.id, at: chosen.dueAt })
}

describe('returns in random processes', () => {
  it('leave no orphan and no double, whatever is returned to wherever, and every instance still ends', async () => {
    const seen = { returned: 0, refused: new Map<string, number>() }
    await fc.assert(
      fc.asyncProperty(loopingBlocks, moves, fc.constantFrom(1, 7, 200), async (parts, steps, burst) => {
        const xml = xmlOf(parts)
        const ids = [...xml.matchAll(/<bpmn:(?:userTask|startEvent|task|subProcess|\w+Gateway|scriptTask) id="([^"]+)"/g)].map(
          found => found[1]!,
        )
        const instance = await anInstance(xml, { path: ids.filter((_, nth) => nth % 2).join(';') + ';' }, { burst })
        const rest = async () => {
          while (instance.state!.tokens.some(({ waits }) => waits === 'continue' || waits === 'spawn'))
            await instance.send({ type: 'continue' })
          expectSound(instance.state!)
          expectConserved(instance.state!)
          expect(instance.state!.repairs).toEqual([])
        }
        await rest()
        for (const { back, which, to, policy, redo } of steps) {
          if (instance.state!.instance.status !== 'running') break
          const waiting = instance.state!.tokens.filter(({ waits }) => waits !== 'scope')
          const before = JSON.stringify(instance.state)
          if (!back) await goOn(instance, which)
          else {
            const token = waiting[which % waiting.length]!.id
            const how = { policy: POLICIES[policy]!, ...(redo ? { redo: 'split' as const } : {}) }
            const answer = await instance.send({ type: 'return', token, to: ids[to % ids.length]!, ...how })
            if (!('rejection' in answer)) seen.returned += 1
            else {
              expect(JSON.stringify(instance.state)).toBe(before)
              seen.refused.set(answer.rejection.code, (seen.refused.get(answer.rejection.code) ?? 0) + 1)
            }
          }
          await rest()
        }
        for (let steps = 0; instance.state!.instance.status === 'running'; steps += 1) {
          expect(steps).toBeLessThan(2_000)
          await goOn(instance, steps)
          await rest()
        }
        expect(instance.state).toMatchObject({
          tokens: [],
          tasks: [],
          timers: [],
          repairs: [],
          instance: { status: 'completed' },
        })
      }),
      { numRuns: 250 },
    )
    // a test in which nothing was returned would prove nothing
    expect(seen.returned).toBeGreaterThan(100)
    expect([...seen.refused.keys()]).toContain('RETURN_NOT_EARLIER')
  })
})
