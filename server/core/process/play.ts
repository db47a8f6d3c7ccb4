import type { Evaluate } from '../rule/evaluate-port.js'
import { problem, type Json, type Problem } from '../problem.js'
import { advance } from './advance.js'
import type { Command, Effect, TrailEntry } from './command.js'
import type { Graph } from './graph.js'
import type { Host } from './host.js'
import { isPages } from './loops/pages.js'
import { Rounds } from './rounds.js'
import { add } from './schedule.js'
import type { State } from './state.js'
import { judge, type Outcome, type Step, type Story } from './story.js'

/** How many tasks and timers a play without a story works off before it stops. */
const STEPS = 10_000
/** Automatic steps in one burst; then the state is put away and continued, as a server does. */
const BURST = 10_000

export interface PlayOptions {
  evaluate: Evaluate
  /** Sees every state between two steps; what it returns goes on. Default: put to JSON and read again. */
  reload?: (state: State) => State
}

/** Runs a process in memory with a fake clock: the dry run, the story test and the oracle for the database engine. Reads no clock of its own. */
export async function play(graph: Graph, story: Story | undefined, options: PlayOptions): Promise<Outcome> {
  const player = new Player(graph, story ?? {}, options)
  await player.start()
  if (story) for (const step of story.steps ?? []) await player.step(step)
  else await player.workOff()
  const outcome = player.outcome()
  return { ...outcome, problems: [...outcome.problems, ...judge(outcome, story?.expect)] }
}

/** One instance under a fake clock: a story's steps one by one, or everything that waits. */
export class Player {
  state: State | undefined
  readonly trail: TrailEntry[] = []
  readonly effects: Effect[] = []
  private readonly problems: Problem[] = []
  /** Messages that nobody has taken yet; those that the story told must be taken before it ends. */
  private readonly pending: { name: string; key: string; data: Record<string, Json>; told: boolean }[] = []
  private readonly host: Host
  private readonly rounds = new Rounds()
  private readonly zone: string
  private record: Record<string, Json> = {}
  /** Begun by a form trigger: what the story gives are values of the record, as a server would have it, and not variables. */
  private fillsForm = false
  private now: string

  constructor(
    private readonly graph: Graph,
    private readonly story: Story,
    private readonly options: PlayOptions,
  ) {
    const clock = story.clock ?? '2026-01-05T09:00:00Z'
    this.now = new Date(clock).toISOString()
    this.zone = graph.zone ?? /[+-]\d\d:\d\d$/.exec(clock)?.[0] ?? 'UTC'
    this.host = {
      evaluate: options.evaluate,
      people: async () => ({ candidates: [] }),
      lastRound: this.rounds.lastRound,
      signed: this.rounds.signed,
      zone: this.zone,
      burst: BURST,
    }
  }

  async start(): Promise<void> {
    const { by = 'somebody', data, at, message, signal, record } = this.story.start ?? {}
    if (signal !== undefined) return this.refuse(problem('SIGNAL_NOT_EXECUTED', undefined, { signal }))
    const startEvent = at ?? (message === undefined ? this.onlyStart() : undefined)
    this.fillsForm = this.startedByForm(startEvent)
    if (this.fillsForm) this.record = { ...data }
    await this.send({
      type: 'start',
      at: this.now,
      by,
      instance: 'play',
      definition: this.graph.process,
      record: record ?? { form: '', id: 'play' },
      ...(startEvent === undefined ? {} : { startEvent }),
      ...(message === undefined ? {} : { message }),
      ...(data === undefined || this.fillsForm ? {} : { data }),
    })
  }

  async step(step: Step): Promise<void> {
    if ('complete' in step) return this.complete(step)
    if ('after' in step) return this.pass(step.after)
    if ('signal' in step) return this.refuse(problem('SIGNAL_NOT_EXECUTED', undefined, { signal: step.signal }))
    const { message, key = '', data } = step
    if (!this.state) return this.refuse(problem('NO_INSTANCE'))
    this.pending.push({ name: this.graph.messages.get(message) ?? message, key, data: data ?? {}, told: true })
    const next = this.following()
    if (next) await this.send(next)
  }

  /** Without a story: completes every task with no data (and its first verb), fires timers, answers jobs, up to a limit. */
  async workOff(): Promise<void> {
    for (let steps = 0; steps < STEPS; steps += 1) {
      const state = this.state
      if (!state || state.instance.status !== 'running') return
      const task = state.tasks[0]
      const job = state.tokens.find(token => token.waits === 'job')
      const timer = this.nextTimer()
      if (task) {
        const { outcomes } = this.graph.nodes[this.graph.nodeAt.get(task.element)!]!.settings
        const declared = task.signer === undefined ? outcomes?.[0] : { name: task.outcomes[0]!, opinion: true }
        const verb = declared ? { outcome: declared.name, ...(declared.opinion ? { opinion: '-' } : {}) } : {}
        await this.send({ type: 'complete', at: this.now, by: task.assignee ?? 'somebody', task: task.id, ...verb })
      } else if (job) await this.send({ type: 'jobDone', at: this.now, by: 'system', token: job.id })
      else if (timer) await this.fire(timer)
      else return
    }
  }

  outcome(): Outcome {
    const { state } = this
    const trail = this.trail.filter(entry => entry.type === 'completed').map(entry => entry.element)
    if (!state) return { status: 'repair', trail, waiting: [], joining: [], data: {}, problems: this.problems }
    const unheard = this.story.steps ? this.pending.filter(sent => sent.told) : []
    const notAwaited = unheard.map(({ name, key }) => problem('MESSAGE_NOT_AWAITED', undefined, { name, key }))
    const problems = [...this.problems, ...notAwaited, ...state.repairs.map(repair => repair.problem)]
    const joining = state.tokens.filter(token => token.waits === 'join').map(token => token.node)
    const waiting = state.tokens.filter(token => token.waits !== 'scope' && token.waits !== 'join').map(token => token.node)
    const status = state.repairs.length > 0 ? 'repair' : state.instance.status === 'running' ? 'waiting' : 'completed'
    const seen = state.variables.filter(({ scope }) => !isPages(scope))
    const data = { ...this.record, ...Object.fromEntries(seen.map(({ name, value }) => [name, value ?? null])) }
    return { status, trail, waiting, joining, data, problems }
  }

  private async complete(step: Extract<Step, { complete: unknown }>): Promise<void> {
    const { element, index = 0 } = typeof step.complete === 'string' ? { element: step.complete } : step.complete
    const open = (this.state?.tasks ?? []).filter(task => task.element === element)
    const job = (this.state?.tokens ?? []).filter(token => token.node === element && token.waits === 'job')[index]
    const { outcome, data } = step
    const opinion = step.opinion ?? (typeof data?.opinion === 'string' ? data.opinion : undefined)
    if (job) {
      return this.send({ type: 'jobDone', at: this.now, by: 'system', token: job.id, ...(data ? { result: data } : {}) })
    }
    const task = open[index]
    if (!task) {
      const choices = (this.state?.tasks ?? []).map(each => each.element)
      return this.refuse(problem('TASK_NOT_OPEN', element, { index, open: choices }))
    }
    if (this.fillsForm) this.record = { ...this.record, ...data }
    await this.send({
      type: 'complete',
      at: this.now,
      by: step.by ?? task.assignee ?? 'somebody',
      task: task.id,
      ...(outcome === undefined ? {} : { outcome }),
      ...(opinion === undefined ? {} : { opinion }),
      ...(data === undefined || this.fillsForm ? {} : { data }),
    })
  }

  /** Time passes: what falls due on the way fires in its order and at its hour. */
  private async pass(duration: string): Promise<void> {
    let until: string
    try {
      until = add(this.now, duration, this.zone)
    } catch {
      return this.refuse(problem('STORY_NOT_UNDERSTOOD', 'after', { expected: 'ISO 8601 duration', found: duration }))
    }
    for (let fired = 0; fired < STEPS; fired += 1) {
      const timer = this.nextTimer()
      if (!timer || timer.dueAt > until) break
      await this.fire(timer)
    }
    this.now = until
  }

  private nextTimer(): { id: string; dueAt: string } | undefined {
    const timers = this.state?.timers ?? []
    return timers.reduce<(typeof timers)[number] | undefined>(
      (first, timer) => (!first || timer.dueAt < first.dueAt ? timer : first),
      undefined,
    )
  }

  private async fire(timer: { id: string; dueAt: string }): Promise<void> {
    if (timer.dueAt > this.now) this.now = timer.dueAt
    await this.send({ type: 'fireTimer', at: this.now, by: 'system', timer: timer.id })
  }

  /** Sends a command, then what follows from it: bursts that were cut, and messages that the instance sent to itself. */
  private async send(first: Command): Promise<void> {
    for (let command: Command | undefined = first; command; command = this.following()) {
      this.host.record = this.record
      const result = await advance(this.graph, this.state, command, this.host)
      if ('rejection' in result) return this.refuse(result.rejection)
      this.rounds.take(result.delta)
      this.state = (this.options.reload ?? reload)(result.state)
      // One by one: a burst's trail may be longer than an argument list.
      for (const entry of result.trail) this.trail.push(entry)
      for (const effect of result.effects) this.take(effect)
    }
  }

  private following(): Command | undefined {
    if (this.state?.instance.status !== 'running') return undefined
    const base = { at: this.now, by: 'system' }
    if (this.state.tokens.some(({ waits }) => waits === 'continue' || waits === 'spawn')) return { ...base, type: 'continue' }
    for (const listener of this.state.subscriptions) {
      const sent = this.pending.findIndex(
        ({ name, key }) => name === listener.name && (listener.key === '' || listener.key === key),
      )
      if (sent === -1) continue
      const { name, key, data } = this.pending.splice(sent, 1)[0]!
      return { ...base, type: 'message', name, key, data }
    }
    return undefined
  }

  private take(effect: Effect): void {
    this.effects.push(effect)
    if (effect.kind === 'send-message') this.pending.push({ name: effect.name, key: effect.key, data: effect.data, told: false })
    if (effect.kind !== 'set-fields' && effect.kind !== 'classify') return
    for (const [name, value] of Object.entries(effect.values)) if (value !== undefined) this.record[name] = value
  }

  private startedByForm(startEvent: string | undefined): boolean {
    const start = startEvent === undefined ? this.graph.starts[0] : this.graph.nodeAt.get(startEvent)
    return start !== undefined && this.graph.nodes[start]?.settings.trigger !== undefined
  }

  /** A process without a single none start is begun at its first start event. */
  private onlyStart(): string | undefined {
    const starts = this.graph.starts.map(index => this.graph.nodes[index]!)
    const none = starts.filter(node => node.kind === 'start' && node.events.length === 0)
    return none.length === 1 ? undefined : (none[0] ?? starts[0])?.id
  }

  private refuse(trouble: Problem): void {
    this.problems.push(trouble)
  }
}

const reload = (state: State): State => JSON.parse(JSON.stringify(state)) as State
