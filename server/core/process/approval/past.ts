import { has } from '../graph.js'
import { ahead } from '../return/ahead.js'
import { graphOf, nodeIn, type Run } from '../run.js'
import type { Scope, Token } from '../state.js'
import type { ApprovalSettings } from './settings.js'
import type { Path, Signer } from './state.js'

/** What earlier votes mean for a round that begins. */
export interface Past {
  approvedBefore: Set<string>
  unchanged: Set<string>
}

export function pathOf(run: Run, token: Token): Path {
  const { draft } = run
  const path: Path = []
  for (let at: Token | undefined = token; at;) {
    const scope: Scope = draft.scopes.get(at.scope)!
    path.push({ scope: scope.id, at: at.node, ...(scope.index === undefined ? {} : { index: scope.index }) })
    at = scope.token === undefined ? undefined : draft.tokens.get(scope.token)
  }
  return path
}

/**
 * Who has approved before (`repeat`), and who has approved this very step before it was returned and sees nothing new (`only-changed`). What was
 * approved behind the target of a return does not count any more, unless the return said so. Reads old votes only where they can matter.
 */
export async function pastOf(run: Run, token: Token, settings: ApprovalSettings, print: string): Promise<Past> {
  const path = pathOf(run, token)
  const returned = path.some(({ scope }) => run.draft.scopes.get(scope)?.returns?.length)
  const past: Past = { approvedBefore: new Set(), unchanged: new Set() }
  if (settings.repeat === 'never' && !returned) return past
  const ended = [...((await run.host.signed?.()) ?? []), ...run.draft.signers.ended()]
  const votes = ended.filter(({ status, place }) => status === 'approved' && place !== 'advice')
  for (const vote of votes) {
    const back = lastReturn(run, path, vote)
    if (back?.policy === 'only-changed' && sameStep(vote.path, path) && vote.print === print) past.unchanged.add(vote.user)
  }
  const before = votes.filter(vote => !lastReturn(run, path, vote) && leadsTo(run, vote.path, path))
  const newest = before.reduce<Signer | undefined>((last, vote) => (last && number(last) > number(vote) ? last : vote), undefined)
  for (const vote of before)
    if (settings.repeat === 'anywhere' || (settings.repeat === 'consecutive' && vote.approval === newest?.approval))
      past.approvedBefore.add(vote.user)
  return past
}

const number = ({ id }: { id: string }): number => Number(id.slice(id.lastIndexOf('.') + 1))

/** The last return that undid this vote: it came after it, in a scope around both, to a step before it. */
function lastReturn(run: Run, path: Path, vote: Signer) {
  const undone = path.flatMap(({ scope }) => {
    const at = vote.path.find(step => step.scope === scope)?.at
    if (at === undefined) return []
    const graph = graphOf(run, scope)
    const node = graph.nodeAt.get(at)
    return (run.draft.scopes.get(scope)?.returns ?? []).filter(
      ({ to, seq }) => seq > number(vote) && node !== undefined && (to === at || has(ahead(graph, graph.nodeAt.get(to)!), node)),
    )
  })
  return undone.sort((a, b) => b.seq - a.seq)[0]
}

const sameStep = (a: Path, b: Path): boolean =>
  a.length === b.length && a.every((step, nth) => step.at === b[nth]!.at && step.index === b[nth]!.index)

/** Did the flow come from there? Compared in the innermost scope that holds both; what stands side by side leads to neither. */
function leadsTo(run: Run, from: Path, to: Path): boolean {
  for (const { scope, at } of from) {
    const here = to.find(step => step.scope === scope)
    if (!here) continue
    if (at === here.at) return false
    const graph = graphOf(run, scope)
    return has(ahead(graph, nodeIn(run, scope, at).index), nodeIn(run, scope, here.at).index)
  }
  return false
}
