import type { Problem } from '../../problem.js'
import { release } from '../cancel.js'
import type { LoopSpec, Node } from '../graph.js'
import { listenAround } from '../listen.js'
import { note, type Run } from '../run.js'
import { openScope } from '../scopes.js'
import type { Scope, Token } from '../state.js'
import { stopAt } from '../trouble.js'
import { bodyOf } from './counters.js'
import { finish, runsAgain } from './finish.js'
import { howMany } from './how-many.js'
import { keepItems } from './pages.js'

/**
 * BPMN 2.0.2 §10.3.7, §13.3.6, §13.3.7: a token has come to an activity with a loop marker. It waits for the loop's body, whose children each run
 * the plain activity with a token of their own; boundary events belong to it, so to the loop as a whole. Children are spawned in pages
 * (spawn.ts). One that comes again (a retry) goes on with the body that it has.
 */
export async function enterLoop(run: Run, token: Token, node: Node, spec: LoopSpec): Promise<void> {
  const before = bodyOf(run, token)
  if (before) return spawnLater(run, token, node)
  note(run, 'entered', node.id, token)
  const begun = await begin(run, token, node, spec)
  if ('problem' in begun) return refuse(run, token, node, begun.problem)
  const { loop } = begun.body
  const again = spec.type === 'multi' ? loop!.total !== 0 : await runsAgain(run, begun.body, spec)
  if (typeof again !== 'boolean') return refuse(run, token, node, again.problem)
  if (again) await spawnLater(run, token, node)
  else await finish(run, token, begun.body, node, spec)
}

async function begin(run: Run, token: Token, node: Node, spec: LoopSpec): Promise<{ body: Scope } | { problem: Problem }> {
  const { draft } = run
  const many = spec.type === 'multi' ? await howMany(run, token, spec) : undefined
  if (many && 'problem' in many) return many
  const counts = { spawned: 0, completed: 0, terminated: 0 }
  const opened = await openScope(run, {
    kind: 'loop',
    parent: token.scope,
    element: node.id,
    token: token.id,
    loop: many ? { total: many.total, ...counts, steps: draft.instance.automatic + 1 } : counts,
  })
  if ('problem' in opened) return opened
  if (many?.items) keepItems(run, opened.scope, many.items)
  return { body: opened.scope }
}

/** The queue spawns, as far as the burst allows. */
async function spawnLater(run: Run, token: Token, node: Node): Promise<void> {
  run.draft.tokens.update(token.id, { waits: 'spawn', since: run.command.at, arrivedBy: undefined })
  run.queue.push(token.id)
  const refused = await listenAround(run, token, node)
  if (refused) refuse(run, token, node, refused)
}

function refuse(run: Run, token: Token, node: Node, problem: Problem): void {
  release(run, token)
  stopAt(run, token, node, problem, 'enter')
}
