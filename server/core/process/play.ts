import type { Evaluate } from '../rule/evaluate-port.js'
import { problem, type Json, type Problem } from '../problem.js'
import { nodeOf, type Graph } from './graph.js'
import { outcomeOf } from './play-outcome.js'
import { begunIn, firstVerb, onlyStart, startedByForm } from './play-start.js'
import { World, type Case, type StoryWorld } from './play-world.js'
import { add } from './schedule.js'
import type { State, Task } from './state.js'
import { judge, type Outcome, type Step, type Story } from './story.js'

/** How many tasks and timers a play without a story works off before it stops. */
const STEPS = 10_000

export interface PlayOptions {
  evaluate: Evaluate
  /** The other processes of the file: partners that messages go to, and what is called. */
  file?: readonly Graph[]
  /** Sees every state between two steps; what it returns goes on. Default: put to JSON and read again. */
  reload?: (state: State) => State
  /** Where the instances live; absent: in memory. Tests give a world on a database. */
  world?: StoryWorld
}

/** Runs a process in memory with a fake clock: the dry run, the story test and the oracle for the database engine. Reads no clock of its own. */
export async function play(graph: Graph, story: Story | undefined, options: PlayOptions): Promise<Outcome> {
  const player = new Player(graph, story ?? {}, options)
  await player.start()
  if (story) for (const step of story.steps ?? []) await player.step(step)
  else await player.workOff()
  const outcome = player.outcome()
  const judged = story ? judge(outcome, story.expect, player.refused()) : []
  return { ...outcome, problems: [...outcome.problems, ...judged] }
}

/** A file's processes under a fake clock: a story's steps one by one, or everything that waits. */
export class Player {
  readonly world: StoryWorld
  private readonly file: readonly Graph[]
  private readonly zone: string
  /** Begun by a form trigger: what the story gives are values of the record, as a server would have it, and not variables. */
  private fillsForm = false

  constructor(
    private readonly graph: Graph,
    private readonly story: Story,
    { evaluate, file = [], reload = throughJson, world }: PlayOptions,
  ) {
    const clock = story.clock ?? '2026-01-05T09:00:00Z'
    this.zone = graph.zone ?? /[+-]\d\d:\d\d$/.exec(clock)?.[0] ?? 'UTC'
    this.file = file.includes(graph) ? file : [graph, ...file]
    const setting = { file: this.file, evaluate, zone: this.zone, calendars: story.calendars, reload }
    this.world = world ?? new World(setting, new Date(clock).toISOString())
  }

  /** The state of the first instance, while there is one. */
  get state(): State | undefined {
    return this.world.cases[0]?.state
  }

  async start(): Promise<void> {
    const { by = 'somebody', data, at, message, signal, record } = this.story.start ?? {}
    const graph = begunIn([this.graph, ...this.file], { at, message, signal })
    const startEvent = at ?? (message === undefined && signal === undefined ? onlyStart(graph) : undefined)
    this.fillsForm = startedByForm(graph, startEvent)
    if (this.fillsForm) this.world.record = { ...data }
    await this.world.start(graph, {
      by,
      record: record ?? { form: '', id: 'play' },
      ...(startEvent === undefined ? {} : { startEvent }),
      ...(message === undefined ? {} : { message }),
      ...(signal === undefined ? {} : { signal }),
      ...(data === undefined || this.fillsForm ? {} : { data }),
    })
  }

  async step(step: Step): Promise<void> {
    if ('complete' in step) return this.complete(step)
    if ('after' in step) return this.pass(step.after)
    if ('activate' in step) return this.activate(step)
    if ('return' in step) return this.goBack(step)
    const { data = {} } = step
    if (this.world.cases.length === 0) return this.world.refuse(problem('NO_INSTANCE'))
    const sent = 'signal' in step ? { kind: 'signal' as const, name: step.signal, key: '' } : message(step)
    await this.world.deliver({ ...sent, data, told: true })
  }

  /** Without a story: completes every task with no data (and its first verb), fires timers, answers jobs, up to a limit. */
  async workOff(): Promise<void> {
    for (let steps = 0; steps < STEPS; steps += 1) {
      const tasks = this.open(state => state.tasks)[0]
      const job = this.open(state => state.tokens.filter(token => token.waits === 'job'))[0]
      const timer = this.nextTimer()
      if (tasks) await this.completeTask(tasks.in, tasks.row, firstVerb(tasks.in.graph, tasks.row))
      else if (job) await this.world.send(job.in, { type: 'jobDone', ...this.system, token: job.row.id })
      else if (timer) await this.fire(timer)
      else return
    }
  }

  /** What was not taken of the story's start and steps. */
  refused(): Problem[] {
    const unheard = this.story.steps ? this.world.pending.filter(sent => sent.told) : []
    return [...this.world.problems, ...unheard.map(({ name, key }) => problem('MESSAGE_NOT_AWAITED', undefined, { name, key }))]
  }

  outcome(): Outcome {
    return outcomeOf(this.world, this.refused())
  }

  private async complete(step: Extract<Step, { complete: unknown }>): Promise<void> {
    const { element, index = 0 } = typeof step.complete === 'string' ? { element: step.complete } : step.complete
    const jobs = this.open(state => state.tokens.filter(token => token.node === element && token.waits === 'job'))
    const { outcome, data } = step
    const opinion = step.opinion ?? (typeof data?.opinion === 'string' ? data.opinion : undefined)
    const job = jobs[index]
    if (job) {
      const result = data ? { result: data } : {}
      return this.world.send(job.in, { type: 'jobDone', ...this.system, token: job.row.id, ...result })
    }
    const found = this.open(state => state.tasks.filter(task => task.element === element))[index]
    if (!found) {
      const open = this.open(state => state.tasks).map(({ row }) => row.element)
      return this.world.refuse(problem('TASK_NOT_OPEN', element, { index, open }))
    }
    const fills = this.fillsForm && found.in === this.world.cases[0]
    if (fills) this.world.record = { ...this.world.record, ...data }
    await this.completeTask(found.in, found.row, {
      ...(step.by === undefined ? {} : { by: step.by }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(opinion === undefined ? {} : { opinion }),
      ...(data === undefined || fills ? {} : { data }),
    })
  }

  private completeTask(
    where: Case,
    task: Task,
    how: { by?: string; outcome?: string; opinion?: string; data?: Record<string, Json> },
  ): Promise<void> {
    const by = task.assignee ?? 'somebody'
    return this.world.send(where, { type: 'complete', at: this.world.now, by, task: task.id, ...how })
  }

  /** A person begins an activity of an ad-hoc sub-process. */
  private async activate({ activate: element, by = 'somebody' }: Extract<Step, { activate: unknown }>): Promise<void> {
    const holds = (graph: Graph, at: string) => {
      const inner = graph.nodeAt.has(at) ? nodeOf(graph, at).inner : undefined
      return inner !== undefined && graph.scopes[inner]!.nodes.some(index => graph.nodes[index]!.id === element)
    }
    for (const each of this.world.cases) {
      const token = each.state.tokens.find(one => one.waits === 'scope' && holds(each.graph, one.node))
      if (token) return this.world.send(each, { type: 'activate', at: this.world.now, by, token: token.id, element })
    }
    this.world.refuse(problem('NOT_AD_HOC', element))
  }

  private async goBack({ return: { from, ...how }, by = 'somebody' }: Extract<Step, { return: unknown }>): Promise<void> {
    const found = this.open(state => state.tokens.filter(token => token.node === from && token.waits !== 'scope'))[0]
    if (!found) return this.world.refuse(problem('NO_SUCH_TOKEN', from))
    await this.world.send(found.in, { type: 'return', at: this.world.now, by, token: found.row.id, ...how })
  }

  /** Time passes: what falls due on the way fires in its order and at its hour. */
  private async pass(duration: string): Promise<void> {
    let until: string
    try {
      until = add(this.world.now, duration, this.zone)
    } catch {
      return this.world.refuse(problem('STORY_NOT_UNDERSTOOD', 'after', { expected: 'ISO 8601 duration', found: duration }))
    }
    for (let fired = 0; fired < STEPS; fired += 1) {
      const timer = this.nextTimer()
      if (!timer || timer.row.dueAt > until) break
      await this.fire(timer)
    }
    this.world.now = until
  }

  private nextTimer = (): Placed<State['timers'][number]> | undefined =>
    this.open(state => state.timers).reduce<Placed<State['timers'][number]> | undefined>(
      (first, each) => (!first || each.row.dueAt < first.row.dueAt ? each : first),
      undefined,
    )

  private async fire(timer: Placed<State['timers'][number]>): Promise<void> {
    if (timer.row.dueAt > this.world.now) this.world.now = timer.row.dueAt
    await this.world.send(timer.in, { type: 'fireTimer', ...this.system, timer: timer.row.id })
  }

  /** Rows of all running instances, in the order in which they began. */
  private open<Row>(rows: (state: State) => Row[]): Placed<Row>[] {
    const running = this.world.cases.filter(each => each.state.instance.status === 'running')
    return running.flatMap(each => rows(each.state).map(row => ({ in: each, row })))
  }

  private get system(): { at: string; by: string } {
    return { at: this.world.now, by: 'system' }
  }
}

interface Placed<Row> {
  in: Case
  row: Row
}

const message = (step: Extract<Step, { message: string }>) => ({
  kind: 'message' as const,
  name: step.message,
  key: String(step.key ?? ''),
})

const throughJson = (state: State): State => JSON.parse(JSON.stringify(state)) as State
