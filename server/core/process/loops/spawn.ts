import type { Json } from '../../problem.js'
import type { LoopSpec, Node } from '../graph.js'
import { moving } from '../moves.js'
import { nodeIn, type Run } from '../run.js'
import type { Scope, Token } from '../state.js'
import { finish } from './finish.js'
import { active, bodyOf, count, forgiveSteps } from './counters.js'
import { CHUNK, forgetItems, itemsAt } from './pages.js'

/** Begins children for the token of a loop: the next one of a sequential loop, of a parallel one as many as a page and `room` (in steps) allow. */
export async function spawn(run: Run, outer: Token, room: number): Promise<void> {
  const { draft, queue } = run
  const node = nodeIn(run, outer.scope, outer.node)
  const body = bodyOf(run, outer)!
  const together = node.loop?.type === 'multi' && !node.loop.sequential
  const { total = Infinity, spawned } = body.loop!
  forgiveSteps(run, body)
  // its last child is done, and what came after it failed: a retry ends it
  if (spawned >= total && active(body.loop!) === 0) return finish(run, outer, body, node, node.loop!)
  // a retry may find that the child it would begin is there already
  const least = together || spawned === body.loop!.completed + body.loop!.terminated ? 1 : 0
  const page = together ? Math.min(room, CHUNK - (spawned % CHUNK), total - spawned) : least
  if (page > 0) await begin(run, outer, body, node, page)
  if (together && spawned + page < total) queue.push(outer.id)
  else draft.tokens.update(outer.id, { waits: 'scope' })
}

/** The next one of a loop whose children run one after the other. */
export const spawnNext = (run: Run, outer: Token, body: Scope, node: Node): Promise<void> => begin(run, outer, body, node, 1)

async function begin(run: Run, outer: Token, body: Scope, node: Node, children: number): Promise<void> {
  const { spawned, total } = body.loop!
  const spec = node.loop!
  const items = spec.type === 'multi' && spec.collection !== undefined ? await itemsAt(run, body, spawned) : undefined
  for (let index = spawned; index < spawned + children; index += 1) child(run, outer, body, node, index, items?.[index % CHUNK])
  const last = spawned + children
  if (items && (last % CHUNK === 0 || last === total)) forgetItems(run, body, spawned)
  count(run, body.id, () => ({ spawned: last }))
}

function child(run: Run, outer: Token, body: Scope, node: Node, index: number, item: Json | undefined): void {
  const { draft, command } = run
  const scope = draft.scopes.insert({
    id: draft.nextId(),
    kind: 'iteration',
    parent: body.id,
    element: node.id,
    token: outer.id,
    startedAt: command.at,
    round: 1,
    index,
  })
  for (const [name, value] of ownVariables(node.loop!, item)) draft.variables.setLocal(scope.id, name, value)
  moving(run, scope.id, node)
}

/** A child has its item, and its own place for what it gives where that is a variable. */
function ownVariables(spec: LoopSpec, item: Json | undefined): [string, Json][] {
  if (spec.type !== 'multi') return []
  const own: [string, Json][] = []
  const given = spec.outputItem === undefined ? undefined : /^(?:([A-Za-z_]\w*)|`([^`]+)`)$/.exec(spec.outputItem.trim())
  const result = given?.[1] ?? given?.[2]
  if (spec.output !== undefined && result !== undefined && result !== spec.item) own.push([result, null])
  if (spec.item !== undefined && item !== undefined) own.push([spec.item, item])
  return own
}
