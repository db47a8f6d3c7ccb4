import { problem } from '../problem.js'
import { release } from './cancel.js'
import type { Advanced, Command, Rejection } from './command.js'
import { commands } from './commands/index.js'
import { checkConditions } from './conditions.js'
import { moveDueTimes } from './due-times.js'
import { elements } from './elements/index.js'
import type { Move } from './elements/element.js'
import type { Graph, Node } from './graph.js'
import type { Host } from './host.js'
import { freeInclusiveJoin, stopStuckJoins } from './joins.js'
import { listenAround } from './listen.js'
import { iterationOf } from './loops/counters.js'
import { enterLoop } from './loops/enter-loop.js'
import { spawn } from './loops/spawn.js'
import { takeInputs } from './mappings.js'
import { complete, end, send, taken, terminate } from './moves.js'
import { nodeIn, note, type Run } from './run.js'
import type { State, Token } from './state.js'
import { Draft, older } from './state/draft.js'
import { catcherOf, stopAt } from './trouble.js'

/** Automatic steps without any wait after which an instance is taken for an endless loop, unless the host says otherwise. */
export const ENDLESS = 50_000

/**
 * One command → the rows that change, what leaves the house, and the trail. Pure: the given state is not changed.
 * `state` is undefined for `start` only. Works through an explicit queue of tokens until all of them wait, or the host's burst is used up;
 * the tokens that were still moving then wait for `continue`.
 */
export async function advance(
  graph: Graph,
  state: State | undefined,
  command: Command,
  host: Host,
): Promise<Advanced | Rejection> {
  const opened = open(state, command)
  if ('rejection' in opened) return opened
  const graphs = await calledGraphs(state, host)
  if ('rejection' in graphs) return graphs
  const at = new Date(command.at).toISOString()
  const run: Run = {
    graph,
    graphs: graphs.called,
    host,
    command: { ...command, at },
    draft: opened,
    queue: [],
    trail: [],
    effects: [],
    written: {},
    conditionsAt: opened.variables.version,
  }
  const refused = await commands[command.type](run, run.command as never)
  if (refused) return { rejection: refused }
  await drain(run)
  return { ...run.draft.close(), effects: run.effects, trail: run.trail }
}

/** Graphs of the called processes that are under way. */
async function calledGraphs(state: State | undefined, host: Host): Promise<{ called: Map<string, Graph> } | Rejection> {
  const called = new Map<string, Graph>()
  for (const { definition } of state?.scopes ?? []) {
    if (definition === undefined || called.has(definition)) continue
    const graph = await host.graph?.(definition)
    if (!graph) return { rejection: problem('CALLED_VERSION_MISSING', undefined, { definition }) }
    called.set(definition, graph)
  }
  return { called }
}

function open(state: State | undefined, command: Command): Draft | Rejection {
  if (command.type === 'start') return state ? { rejection: problem('ALREADY_STARTED') } : new Draft(newState(command))
  if (!state) return { rejection: problem('NO_INSTANCE') }
  if (state.instance.status !== 'running' && command.type !== 'reactivate')
    return { rejection: problem('INSTANCE_ENDED', undefined, { status: state.instance.status }) }
  const draft = new Draft(state)
  if (command.type !== 'continue') draft.instance.automatic = 0
  return draft
}

function newState(command: Extract<Command, { type: 'start' }>): State {
  const { instance: id, definition, by, at, record } = command
  const startedAt = new Date(at).toISOString()
  const about = record ? { record } : {}
  return {
    instance: { id, definition, status: 'running', rev: 0, seq: 0, ...about, startedBy: by, startedAt, automatic: 0 },
    scopes: [],
    tokens: [],
    variables: [],
    tasks: [],
    timers: [],
    subscriptions: [],
    repairs: [],
    compensations: [],
    approvals: [],
    signers: [],
  }
}

async function drain(run: Run): Promise<void> {
  const { draft, host, queue } = run
  const { instance } = draft
  const moved = new Set(queue)
  // what an earlier burst left goes on when it is asked for: other commands are not to wait for it
  const left = run.command.type === 'continue' ? draft.tokens.all() : []
  const leftovers = left.filter(token => goesOn(token) && !moved.has(token.id))
  for (const token of leftovers.sort(inTurn)) queue.push(token.id)
  let steps = 0
  for (let next = 0; ; next += 1) {
    // data that changed may make a condition true or move a due time, a token that moved or died may free a join
    if (instance.status === 'running' && run.conditionsAt !== draft.variables.version) {
      await checkConditions(run)
      await moveDueTimes(run)
    }
    const freed = freeInclusiveJoin(run)
    if (freed) queue.splice(next, 0, freed)
    if (next === queue.length) break
    if (instance.automatic >= (host.endless ?? ENDLESS)) return stopEndless(run, queue.slice(next))
    if (steps >= host.burst) return
    const token = draft.tokens.get(queue[next]!)
    if (token?.waits === 'spawn') await spawn(run, token, host.burst - steps)
    if (token?.waits !== 'continue') continue
    await enter(run, token)
    steps += 1
    instance.automatic += 1
  }
  if (instance.status === 'running') stopStuckJoins(run)
}

const goesOn = ({ waits }: Token): boolean => waits === 'continue' || waits === 'spawn'
/** What is there goes on before more is spawned. */
const inTurn = (a: Token, b: Token): number => Number(a.waits === 'spawn') - Number(b.waits === 'spawn') || older(a, b)

async function enter(run: Run, token: Token): Promise<void> {
  const node = nodeIn(run, token.scope, token.node)
  const { foreign } = node.settings
  if (foreign !== undefined)
    return stopAt(run, token, node, problem('FOREIGN_NOT_TRANSLATED', node.id, { text: foreign }), 'enter')
  if (node.loop && !iterationOf(run, token, node)) return enterLoop(run, token, node, node.loop)
  if (node.startQuantity !== undefined && !gathered(run, token, node)) return
  note(run, 'entered', node.id, token)
  const refused = await takeInputs(run, token, node)
  if (refused) return stopAt(run, token, node, refused, 'enter')
  await perform(run, token, node, await elements[node.kind].enter(run, token, node))
}

/** BPMN 2.0.2 §13.3.2: an activity with a start quantity begins when that many tokens are there, and consumes them. */
function gathered(run: Run, token: Token, node: Node): boolean {
  const { tokens } = run.draft
  const again = run.command.type === 'resolveRepair' && run.queue[0] === token.id
  if (again) return true
  const waiting = tokens.of(token.scope).filter(other => other.node === node.id && other.waits === 'join')
  if (waiting.length + 1 < node.startQuantity!) {
    tokens.update(token.id, { waits: 'join' })
    return false
  }
  for (const other of waiting.slice(0, node.startQuantity! - 1)) tokens.remove(other.id)
  return true
}

async function perform(run: Run, token: Token, node: Node, move: Move): Promise<void> {
  switch (move.type) {
    case 'pass':
      return complete(run, token, node, undefined, move.detail)
    case 'take':
      return complete(run, token, node, move.flows, move.detail)
    case 'wait':
      return rest(run, token, node, move.waits)
    case 'end':
      note(run, 'completed', node.id, token)
      return end(run, token)
    case 'jump':
      note(run, 'completed', node.id, token)
      return void send(run, token, move.to)
    case 'gone':
      return
    case 'terminate':
      return terminate(run, token, node)
    case 'throw':
      return raise(run, token, node, move.code)
    case 'stop':
      release(run, token)
      return stopAt(run, token, node, move.problem, 'enter')
  }
}

async function rest(run: Run, token: Token, node: Node, waits: Token['waits']): Promise<void> {
  const { draft, command } = run
  draft.tokens.update(token.id, { waits, since: command.at, ...(waits === 'join' ? {} : { arrivedBy: undefined }) })
  const refused = await listenAround(run, token, node)
  if (!refused) return
  release(run, token)
  stopAt(run, token, node, refused, 'enter')
}

async function raise(run: Run, token: Token, node: Node, code: string): Promise<void> {
  const caught = catcherOf(run, token, 'error', code)
  if (!caught) return stopAt(run, token, node, problem('UNCAUGHT_ERROR', node.id, { error: code }), 'enter')
  note(run, 'completed', node.id, token, { error: code })
  await taken(run, caught)
}

/** A loop that never waits would run for ever: every token that still moves stops, visibly. A retry gives it as many steps again. */
function stopEndless(run: Run, tokens: readonly string[]): void {
  for (const id of new Set(tokens)) {
    const token = run.draft.tokens.get(id)
    if (!token || !goesOn(token)) continue
    const node = nodeIn(run, token.scope, token.node)
    stopAt(run, token, node, problem('ENDLESS_LOOP', node.id, { steps: run.draft.instance.automatic }), 'enter')
  }
}
