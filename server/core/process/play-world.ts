import type { Evaluate } from '../rule/evaluate-port.js'
import { problem, type Json, type Problem } from '../problem.js'
import { advance } from './advance.js'
import type { Command, Effect, TrailEntry } from './command.js'
import type { Graph } from './graph.js'
import type { Host } from './host.js'
import { Rounds } from './rounds.js'
import type { Calendar } from './schedule.js'
import { startsBy } from './starts.js'
import type { State } from './state.js'

/** One running instance of the file. */
export interface Case {
  graph: Graph
  state: State
}

export interface Sent {
  kind: 'message' | 'signal'
  name: string
  key: string
  data: Record<string, Json>
  /** Told by the story: somebody must take it before it ends. */
  told: boolean
}

/** Where a story takes place: the instances of its file under one clock. */
export interface StoryWorld {
  readonly cases: readonly Case[]
  readonly trail: readonly TrailEntry[]
  readonly problems: Problem[]
  /** Messages that nobody has taken yet, and signals on their way. */
  readonly pending: readonly Sent[]
  /** Values of the record that the first instance is about. */
  record: Record<string, Json>
  now: string
  start(graph: Graph, how: Beginning): Promise<void>
  send(to: Case, command: Command): Promise<void>
  deliver(sent: Sent): Promise<void>
  refuse(trouble: Problem): void
}

export type Beginning = Omit<Extract<Command, { type: 'start' }>, 'type' | 'at' | 'instance' | 'definition'>

interface Setting {
  /** All processes of the file: what is called, and what messages and signals start. */
  file: readonly Graph[]
  evaluate: Evaluate
  zone: string
  /** Calendars of working time by key; absent: lengths are plain time. */
  calendars?: Record<string, Calendar> | undefined
  /** Sees every state between two steps; what it returns goes on. */
  reload: (state: State) => State
}

/** Automatic steps in one burst; then the state is put away and continued, as a server does. */
const BURST = 10_000
/** Instances that messages and signals of the file may start; more is taken for a circle. */
const CASES = 1_000

/** The instances of a file in memory, under one clock: commands to them, and what they send to each other. */
export class World implements StoryWorld {
  readonly cases: Case[] = []
  readonly trail: TrailEntry[] = []
  readonly problems: Problem[] = []
  readonly pending: Sent[] = []
  record: Record<string, Json> = {}
  now: string
  private readonly rounds = new Rounds()

  constructor(
    private readonly setting: Setting,
    now: string,
  ) {
    this.now = now
  }

  /** Begins an instance; its number names it. */
  async start(graph: Graph, how: Beginning): Promise<void> {
    const id = this.cases.length === 0 ? 'play' : `play-${this.cases.length + 1}`
    if (this.cases.length >= CASES) return this.refuse(problem('TOO_MANY_INSTANCES', undefined, { limit: CASES }))
    await this.run(graph, undefined, { type: 'start', at: this.now, instance: id, definition: graph.process, ...how })
    await this.follow()
  }

  /** A command to one instance, then what follows from it in all of them. */
  async send(to: Case, command: Command): Promise<void> {
    await this.run(to.graph, to, command)
    await this.follow()
  }

  /** A message or signal from outside. */
  async deliver(sent: Sent): Promise<void> {
    this.pending.push(sent)
    await this.follow()
  }

  refuse(trouble: Problem): void {
    this.problems.push(trouble)
  }

  private async run(graph: Graph, to: Case | undefined, first: Command): Promise<void> {
    for (let command: Command | undefined = first; command; command = to && this.continuing(to)) {
      const result = await advance(graph, to?.state, command, this.host())
      if ('rejection' in result) return this.refuse(result.rejection)
      this.rounds.take(result.delta)
      const state = this.setting.reload(result.state)
      if (to) to.state = state
      else this.cases.push((to = { graph, state }))
      // One by one: a burst's trail may be longer than an argument list.
      for (const entry of result.trail) this.trail.push(entry)
      for (const effect of result.effects) this.take(effect)
    }
  }

  private continuing({ state }: Case): Command | undefined {
    const moving = state.tokens.some(token => token.waits === 'continue' || token.waits === 'spawn')
    return moving && state.instance.status === 'running' ? { type: 'continue', at: this.now, by: 'system' } : undefined
  }

  /** Delivers what can be delivered, until nothing can. */
  private async follow(): Promise<void> {
    for (let sent = 0; sent < this.pending.length;) {
      const each = this.pending[sent]!
      const taken = each.kind === 'signal' ? this.signalled(each) : this.received(each)
      if (!taken) {
        sent += 1
        continue
      }
      this.pending.splice(sent, 1)
      await taken()
      sent = 0
    }
  }

  /** A message goes to the one that has listened longest, else it starts a process. */
  private received({ name, key, data }: Sent): (() => Promise<void>) | undefined {
    const command = (): Command => ({ type: 'message', at: this.now, by: 'system', name, key, data })
    for (const each of this.cases) {
      if (each.state.instance.status !== 'running') continue
      const wanted = this.nameIn(each.graph, 'message', name)
      const hears = each.state.subscriptions.some(
        one => one.type === 'message' && one.name === wanted && (one.key === '' || one.key === key),
      )
      if (hears) return () => this.run(each.graph, each, command())
    }
    const found = this.startedBy('message', name)[0]
    return found && (() => this.run(found, undefined, this.beginning(found, { message: name, data })))
  }

  /** A signal reaches all who listen at that time, and starts every process that begins with it. */
  private signalled({ name, data, told }: Sent): () => Promise<void> {
    const listeners = this.cases.filter(
      ({ graph, state }) =>
        state.instance.status === 'running' &&
        state.subscriptions.some(one => one.type === 'signal' && one.name === this.nameIn(graph, 'signal', name)),
    )
    const started = this.startedBy('signal', name)
    return async () => {
      if (told && listeners.length + started.length === 0) this.refuse(problem('SIGNAL_NOT_AWAITED', undefined, { name }))
      for (const each of listeners) await this.run(each.graph, each, { type: 'signal', at: this.now, by: 'system', name, data })
      for (const graph of started) await this.run(graph, undefined, this.beginning(graph, { signal: name, data }))
    }
  }

  private beginning(graph: Graph, how: { message?: string; signal?: string; data: Record<string, Json> }): Command {
    const instance = `play-${this.cases.length + 1}`
    return { type: 'start', at: this.now, by: 'system', instance, definition: graph.process, ...how }
  }

  private startedBy(kind: 'message' | 'signal', name: string): Graph[] {
    if (this.cases.length >= CASES) return []
    return this.setting.file.filter(graph => startsBy(graph, kind).some(each => each.name === this.nameIn(graph, kind, name)))
  }

  private nameIn = (graph: Graph, kind: 'message' | 'signal', name: string): string =>
    (kind === 'message' ? graph.messages : graph.signals).get(name) ?? name

  private take(effect: Effect): void {
    if (effect.kind === 'send-message' || effect.kind === 'throw-signal') {
      const kind = effect.kind === 'send-message' ? 'message' : 'signal'
      const key = effect.kind === 'send-message' ? effect.key : ''
      this.pending.push({ kind, name: effect.name, key, data: effect.data, told: false })
    }
    if (effect.kind !== 'set-fields' && effect.kind !== 'classify') return
    for (const [name, value] of Object.entries(effect.values)) if (value !== undefined) this.record[name] = value
  }

  private host(): Host {
    const { evaluate, zone, file, calendars } = this.setting
    const named = (process: string) => file.find(graph => graph.process === process)
    return {
      evaluate,
      record: this.record,
      people: async () => ({ candidates: [] }),
      graph: async definition => named(definition),
      called: async process => {
        const graph = named(process)
        return graph && { definition: process, graph }
      },
      lastRound: this.rounds.lastRound,
      signed: this.rounds.signed,
      ...(calendars ? { calendar: async (key: string) => calendars[key] } : {}),
      zone,
      burst: BURST,
    }
  }
}
