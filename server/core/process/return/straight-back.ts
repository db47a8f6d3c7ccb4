import { cancel } from '../cancel.js'
import type { Node } from '../graph.js'
import { listenAround, stopListening } from '../listen.js'
import { moving } from '../moves.js'
import { graphOf, nodeIn, note, type Run } from '../run.js'
import { openScope } from '../scopes.js'
import type { Scope, Token } from '../state.js'
import { stopAt } from '../trouble.js'
import type { Back, Place, Returned } from './returned.js'

/** Where a token and, in sub-processes, everything inside stands. Taken before it goes. */
export async function placeOf(run: Run, token: Token): Promise<Place> {
  const { draft } = run
  const { node, arrivedBy } = token
  const back = backOf(draft.scopes.get(token.scope)!, token)?.back
  const [scope, ...more] = draft.scopes.of(token.id)
  const inner = more.length === 0 && (scope?.kind === 'sub-process' || scope?.kind === 'event') ? scope : undefined
  return {
    node,
    ...(arrivedBy === undefined ? {} : { arrivedBy }),
    ...(inner ? { inner: await insideOf(run, inner) } : {}),
    ...(back ? { back: { places: back.places, credits: back.credits } } : {}),
  }
}

async function insideOf(run: Run, scope: Scope): Promise<NonNullable<Place['inner']>> {
  const { draft, host } = run
  // large values are not here yet
  for (const each of draft.variables.missing([scope])) {
    const value = await host.variable?.(each.scope, each.name)
    if (value !== undefined) draft.variables.fill(each, value)
  }
  const places: Place[] = []
  for (const token of draft.tokens.of(scope.id)) places.push(await placeOf(run, token))
  return { kind: scope.kind as 'event', places, data: Object.fromEntries(draft.variables.own(scope.id)) }
}

const backOf = (scope: Scope, token: Token): Returned | undefined => scope.returns?.find(each => each.back?.token === token.id)

/** A step remembers, on the scope of its token, what it goes straight back to. */
export function remember(run: Run, token: Token, back: Omit<Back, 'token'>): void {
  const { draft } = run
  const { returns = [] } = draft.scopes.get(token.scope)!
  const { seq, others } = { seq: draft.instance.seq, others: returns.filter(each => each.to !== token.node) }
  const before = returns.find(each => each.to === token.node)
  const entry: Returned = { to: token.node, seq: before?.seq ?? seq, policy: 'straight-back', back: { ...back, token: token.id } }
  draft.scopes.update(token.scope, { returns: [...others, entry] })
}

/**
 * A token is about to leave a node. When the step was returned to and goes straight back, everything stands again where it stood, and the way between is
 * not gone: arrivals credited for it go. True: that has happened, and the token is gone.
 */
export async function wentStraightBack(run: Run, token: Token, node: Node): Promise<boolean> {
  const { draft } = run
  const scope = draft.scopes.get(token.scope)!
  const entry = scope.returns && backOf(scope, token)
  if (!entry?.back) return false
  const { back, ...rest } = entry
  draft.scopes.update(scope.id, { returns: scope.returns!.map(each => (each === entry ? rest : each)) })
  const outer = draft.scopes.get(back.scope)
  if (entry.to !== node.id || !outer) return false
  for (const { node: join, flow } of back.credits) {
    const credited = draft.tokens.of(outer.id).find(each => each.node === join && each.arrivedBy === flow)
    if (credited) draft.tokens.remove(credited.id)
  }
  // places first, so that the scope is never empty
  const lifted = liftTo(run, token, outer.id)
  for (const place of back.places) await put(run, outer.id, place)
  if (lifted.id === token.id) draft.tokens.remove(token.id)
  else cancel(run, lifted)
  return true
}

function liftTo(run: Run, token: Token, scope: string): Token {
  let at = token
  while (at.scope !== scope) at = run.draft.tokens.get(run.draft.scopes.get(at.scope)!.token!)!
  return at
}

/** A token begins its node anew; a sub-process is opened with the values it had, and its tokens begin where they stood. */
async function put(run: Run, scope: string, place: Place): Promise<void> {
  const { draft, command } = run
  const node = nodeIn(run, scope, place.node)
  const { inner } = place
  if (!inner) {
    const token = moving(run, scope, node, place.arrivedBy)
    if (place.back) remember(run, token, { ...place.back, scope })
    return
  }
  const token = draft.tokens.insert({ id: draft.nextId(), scope, node: node.id, waits: 'scope', since: command.at })
  note(run, 'entered', node.id, token)
  if (inner.kind === 'event' && interrupts(run, scope, node)) stopListening(run, scope)
  const opened = await openScope(run, { kind: inner.kind, parent: scope, element: node.id, token: token.id }, inner.data)
  const refused = 'problem' in opened ? opened.problem : await listenAround(run, token, node)
  if (refused || 'problem' in opened) return void (refused && stopAt(run, token, node, refused, 'enter'))
  for (const each of inner.places) await put(run, opened.scope.id, each)
}

function interrupts(run: Run, scope: string, handler: Node): boolean {
  const graph = graphOf(run, scope)
  return graph.scopes[handler.inner!]!.nodes.some(
    index => graph.nodes[index]!.kind === 'start' && graph.nodes[index]!.interrupting !== false,
  )
}
