import { advance } from '#core/process/advance'
import type { Advanced, Command, Effect, Rejection, TrailEntry } from '#core/process/command'
import type { Assignment } from '#core/process/definition'
import type { Graph } from '#core/process/graph'
import type { Host } from '#core/process/host'
import { Rounds } from '#core/process/rounds'
import type { State, Task } from '#core/process/state'
import { problem, type Json, type Problem } from '#core/problem'
import { readDefinition } from '#core/process/read-definition'
import { aHost, MONDAY } from './play.js'

type Said = Partial<Extract<Command, { type: 'act' }>>

/** Somebody's house: who has which role, whose head is who, who stands in for whom. */
export interface House {
  roles?: Record<string, string[]>
  heads?: Record<string, string[]>
  away?: Record<string, string>
}

/** Where an instance lives: in memory, or in a database. */
export interface Home {
  send(command: Sent, at: string, record: Record<string, Json>): Promise<Advanced | Rejection>
  state(): Promise<State>
  /** Hours pass and what is due happens; in memory the matter fires its timers itself. */
  after?(hours: number): Promise<void>
  /** All that has happened, where the matter does not hear of everything itself. */
  trail?(): Promise<TrailEntry[]>
}
type Sent = { type: Command['type'] } & Record<string, unknown>

/** One instance, told by what people say. */
export class Matter {
  state: State | undefined
  readonly trail: TrailEntry[] = []
  readonly effects: Effect[] = []
  readonly done: { scope: string; element: string; by: string }[] = []
  now = MONDAY
  record: Record<string, Json> = {}

  constructor(private readonly home: Home) {}

  async send(command: Sent): Promise<Problem | undefined> {
    const result = await this.home.send(command, this.now, this.record)
    if ('rejection' in result) return result.rejection
    this.trail.push(...result.trail)
    this.effects.push(...result.effects)
    for (const task of result.delta.tasks.update)
      if (task.status === 'completed') this.done.push({ scope: task.scope, element: task.element, by: task.completedBy! })
    await this.read()
    return undefined
  }

  /** Looks again: somebody else has done something. */
  async read(): Promise<void> {
    this.state = await this.home.state()
    if (this.home.trail) this.trail.splice(0, this.trail.length, ...(await this.home.trail()))
  }

  /** The open task of a person, of this element or his first. */
  task(user: string, element?: string): Task | undefined {
    return this.state!.tasks.find(task => task.assignee === user && (element === undefined || task.element === element))
  }

  say(by: string, verb: string, said: Said = {}): Promise<Problem | undefined> {
    const task = this.task(by)
    return this.send({ type: 'act', by, verb, opinion: `${by} says ${verb}`, task: task?.id ?? `none of ${by}`, ...said })
  }

  complete = (by: string, element: string, data: Record<string, Json> = {}): Promise<Problem | undefined> =>
    this.send({ type: 'complete', by, data, task: this.task(by, element)?.id ?? `none of ${by}` })

  takeBack(by: string, element: string): Promise<Problem | undefined> {
    const mine = this.done.findLast(step => step.element === element)!
    const since = this.done.slice(this.done.indexOf(mine) + 1)
    return this.send({ type: 'takeBack', by, scope: mine.scope, element, doneBy: mine.by, since })
  }

  async after(hours: number): Promise<void> {
    if (this.home.after) {
      await this.home.after(hours)
      return this.read()
    }
    const until = new Date(Date.parse(this.now) + hours * 3_600_000).toISOString()
    for (;;) {
      const [timer] = this.state!.timers.filter(each => each.dueAt <= until).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
      if (!timer) break
      if (timer.dueAt > this.now) this.now = timer.dueAt
      await this.send({ type: 'fireTimer', timer: timer.id })
    }
    this.now = until
  }

  /** Who is asked where: `review: a, b`. */
  get asked(): Record<string, string[]> {
    const asked: Record<string, string[]> = {}
    for (const task of this.state!.tasks) (asked[task.element] ??= []).push(task.assignee ?? '')
    return asked
  }

  get status(): string {
    return this.state!.repairs.length > 0 ? 'repair' : this.state!.instance.status
  }

  variable(name: string): Json | undefined {
    return this.state!.variables.find(each => each.name === name)?.value
  }

  get completed(): string[] {
    return this.trail.filter(entry => entry.type === 'completed').map(entry => entry.element)
  }

  said(verb?: string): TrailEntry[] {
    return this.trail.filter(
      entry => entry.type === 'said' && (verb === undefined || (entry.detail as { verb: string }).verb === verb),
    )
  }
}

/** In memory; the state is put to JSON and read again after each command. */
export function inMemory([graph, ...others]: Graph[], house: House = {}, more: Partial<Host> = {}): Home {
  const rounds = new Rounds()
  const called = async (process: string) => others.find(each => each.process === process)
  let state: State | undefined
  const host = aHost({
    people: async (assignment, { startedBy }) => {
      const users = usersOf(assignment, startedBy, house)
      if (users.length === 0) return { problem: problem('NOBODY_TO_ASK') }
      return users.length === 1 ? { assignee: users[0]!, candidates: [] } : { candidates: users }
    },
    called: async process => {
      const found = await called(process)
      return found && { definition: process, graph: found }
    },
    graph: called,
    standsIn: async user => house.away?.[user] ?? user,
    lastRound: rounds.lastRound,
    signed: rounds.signed,
    ...more,
  })
  return {
    async send(command, at, record) {
      host.record = record
      const result = await advance(graph!, state, { at, by: 'system', ...command } as unknown as Command, host)
      if ('rejection' in result) return result
      rounds.take(result.delta)
      state = JSON.parse(JSON.stringify(result.state)) as State
      return result
    },
    state: async () => state!,
  }
}

interface Setting {
  house?: House
  by?: string
  data?: Record<string, Json>
  record?: Record<string, Json>
  host?: Partial<Host>
}
export async function aMatter(xml: string, { house, by = 'ini', data = {}, record, host }: Setting = {}): Promise<Matter> {
  const matter = new Matter(inMemory(await graphsOf(xml), house, host))
  if (record) matter.record = record
  const refused = await matter.send({ type: 'start', by, instance: 'i1', definition: 'd1', data })
  if (refused) throw new Error(JSON.stringify(refused))
  return matter
}

async function graphsOf(xml: string): Promise<Graph[]> {
  const { processes, problems } = await readDefinition(xml)
  if (processes.length === 0) throw new Error(`refused: ${JSON.stringify(problems)}\n${xml}`)
  return processes
}

function usersOf(assignment: Assignment, startedBy: string, { roles = {}, heads = {} }: House): string[] {
  switch (assignment.type) {
    case 'user':
      return assignment.users
    case 'initiator':
      return [startedBy]
    case 'role':
      return roles[assignment.role] ?? []
    case 'head':
      return (heads[startedBy] ?? []).slice((assignment.level ?? 1) - 1, assignment.level ?? 1)
    case 'heads':
      return (heads[startedBy] ?? []).slice(0, assignment.level)
    default:
      return []
  }
}
