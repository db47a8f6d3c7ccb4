import { advance } from '#core/process/advance'
import type { Advanced, Command, Effect, Rejection, TrailEntry } from '#core/process/command'
import type { Assignment } from '#core/process/definition'
import type { Graph } from '#core/process/graph'
import type { Host } from '#core/process/host'
import { Rounds } from '#core/process/rounds'
import type { State, Task } from '#core/process/state'
import { problem, type Json, type Problem } from '#core/problem'
import { aHost, graphOf, MONDAY } from './play.js'

type Said = Partial<Extract<Command, { type: 'act' }>>

/** Somebody's house: who has which role, whose head is who, who stands in for whom. */
export interface House {
  roles?: Record<string, string[]>
  heads?: Record<string, string[]>
  away?: Record<string, string>
}

/** One instance in memory, told by what people say. Its state is put to JSON and read again after each command. */
export class Matter {
  state: State | undefined
  readonly trail: TrailEntry[] = []
  readonly effects: Effect[] = []
  readonly done: { scope: string; element: string; by: string }[] = []
  now = MONDAY
  record: Record<string, Json> = {}
  private readonly rounds = new Rounds()
  private readonly host: Host

  constructor(
    private readonly graph: Graph,
    house: House = {},
    more: Partial<Host> = {},
  ) {
    this.host = aHost({
      people: async (assignment, { startedBy }) => {
        const users = usersOf(assignment, startedBy, house)
        if (users.length === 0) return { problem: problem('NOBODY_TO_ASK') }
        return users.length === 1 ? { assignee: users[0]!, candidates: [] } : { candidates: users }
      },
      standsIn: async user => house.away?.[user] ?? user,
      lastRound: this.rounds.lastRound,
      signed: this.rounds.signed,
      ...more,
    })
  }

  async send(command: { type: Command['type'] } & Record<string, unknown>): Promise<Problem | undefined> {
    this.host.record = this.record
    const sent = { at: this.now, by: 'system', ...command } as unknown as Command
    const result: Advanced | Rejection = await advance(this.graph, this.state, sent, this.host)
    if ('rejection' in result) return result.rejection
    this.rounds.take(result.delta)
    this.trail.push(...result.trail)
    this.effects.push(...result.effects)
    for (const task of result.delta.tasks.update)
      if (task.status === 'completed') this.done.push({ scope: task.scope, element: task.element, by: task.completedBy! })
    this.state = JSON.parse(JSON.stringify(result.state)) as State
    return undefined
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

export async function aMatter(
  xml: string,
  {
    house,
    by = 'ini',
    data = {},
    record,
    host,
  }: { house?: House; by?: string; data?: Record<string, Json>; record?: Record<string, Json>; host?: Partial<Host> } = {},
): Promise<Matter> {
  const matter = new Matter(await graphOf(xml), house, host)
  if (record) matter.record = record
  const refused = await matter.send({ type: 'start', by, instance: 'i1', definition: 'd1', data })
  if (refused) throw new Error(JSON.stringify(refused))
  return matter
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
