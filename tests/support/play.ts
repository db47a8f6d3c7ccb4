import type { Json } from '#core/problem'
import { advance } from '#core/process/advance'
import type { Advanced, Command, Rejection } from '#core/process/command'
import type { Graph } from '#core/process/graph'
import type { Host } from '#core/process/host'
import { play } from '#core/process/play'
import { mainOf } from '#core/process/play-start'
import { Rounds } from '#core/process/rounds'
import { readDefinition } from '#core/process/read-definition'
import type { State } from '#core/process/state'
import type { Outcome, Story } from '#core/process/story'
import { patient } from './patient.js'

/** Reads a file that is expected to be sound; the error of a test that is wrong about it names the findings. */
export async function graphOf(xml: string): Promise<Graph> {
  const { processes, problems } = await readDefinition(xml)
  if (!processes[0]) throw new Error(`refused: ${JSON.stringify(problems)}\n${xml}`)
  return processes[0]
}

export async function playXml(xml: string, story?: Story): Promise<Outcome> {
  const file = (await readDefinition(xml)).processes
  return play(mainOf(file) ?? (await graphOf(xml)), story, { evaluate: patient, file })
}

export const aHost = (host: Partial<Host> = {}): Host => ({
  evaluate: patient,
  people: async () => ({ candidates: [] }),
  burst: 200,
  ...host,
})

export const MONDAY = '2026-01-05T01:00:00.000Z'

type Sent = Command extends infer C ? (C extends Command ? Omit<C, 'at' | 'by'> & { at?: string; by?: string } : never) : never

/** An instance that is driven command by command; its state is put away and read again after each. */
export class Instance {
  state: State | undefined
  last: Advanced | undefined
  private readonly rounds = new Rounds()

  constructor(
    readonly graph: Graph,
    readonly host: Host,
  ) {}

  async send(sent: Sent): Promise<Advanced | Rejection> {
    const host = { lastRound: this.rounds.lastRound, ...this.host }
    const result = await advance(this.graph, this.state, { at: MONDAY, by: 'system', ...sent } as Command, host)
    if ('rejection' in result) return result
    this.rounds.take(result.delta)
    this.last = result
    this.state = JSON.parse(JSON.stringify(result.state)) as State
    return result
  }

  task(element: string): string {
    const task = this.state!.tasks.find(each => each.element === element)
    if (!task) throw new Error(`no open task at ${element}: ${this.state!.tasks.map(each => each.element).join(', ')}`)
    return task.id
  }

  get completed(): string[] {
    return (this.last?.trail ?? []).filter(entry => entry.type === 'completed').map(entry => entry.element)
  }
}

export async function anInstance(xml: string, data: Record<string, Json> = {}, host: Partial<Host> = {}): Promise<Instance> {
  const instance = new Instance(await graphOf(xml), aHost(host))
  await instance.send({ type: 'start', by: 'alice', instance: 'i1', definition: 'd1', data })
  return instance
}
