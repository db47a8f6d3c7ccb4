import type { Graph } from '#core/process/graph'
import { isPages } from '#core/process/loops/pages'
import type { Scope, State } from '#core/process/state'
import type { Reader } from '../db/transaction.js'
import { oneOf } from '../db/write-rows.js'
import { shortKey } from './post-messages.js'
import type { Asked } from './run-command.js'

/**
 * An instance consists of its main part (`''`) and of one part for every child of a loop, so that a command reads what concerns it and nothing of
 * the other children, be they ten or a hundred thousand. The name of a part is its path: `/<body>.<child>`, nested `/<body>.<child>/<body>.<child>`, in the
 * numbers of the scopes. So everything below a body lies between `…/<body>.` and `…/<body>/`, also what the loop keeps beside its children.
 */
export type Parts = 'all' | readonly string[]

const MAIN = ''
/** A path may not outgrow its column; what is nested deeper lies in the part that is full. */
const LONGEST = 180

const numberOf = (id: string): string => Number(id.slice(id.lastIndexOf('.') + 1)).toString(36)

/** Where the rows of a scope, token or loop belong that was live before or after a command. */
export function partsOf(...states: (Pick<State, 'scopes' | 'tokens'> | undefined)[]): (holder: string) => string {
  const scopes = new Map(states.flatMap(state => (state?.scopes ?? []).map(scope => [scope.id, scope] as const)))
  if (![...scopes.values()].some(scope => scope.kind === 'loop')) return () => MAIN
  const tokens = new Map(states.flatMap(state => (state?.tokens ?? []).map(token => [token.id, token.scope] as const)))
  const known = new Map<string, string>()
  const ofScope = (id: string | undefined): string => {
    const scope = id === undefined ? undefined : scopes.get(id)
    if (!scope) return MAIN
    const found = known.get(scope.id) ?? below(ofScope(scope.parent), scope)
    known.set(scope.id, found)
    return found
  }
  return holder => {
    if (!isPages(holder)) return ofScope(tokens.get(holder) ?? holder)
    const body = holder.slice(0, holder.indexOf('/'))
    return `${ofScope(body)}/${numberOf(body)}.-`
  }
}

function below(outer: string, { kind, id, parent }: Scope): string {
  const path = kind === 'iteration' ? `${outer}/${numberOf(parent!)}.${numberOf(id)}` : outer
  return path.length > LONGEST ? outer : path
}

/** Everything below a body, its pages included: `part >= from AND part < to`. */
export const belowBody = (outer: string, body: string): { from: string; to: string } => ({
  from: `${outer}/${numberOf(body)}.`,
  to: `${outer}/${numberOf(body)}/`,
})

/** The parts that a command needs, by the part that its target lies in. */
export async function partsFor(read: Reader, instance: string, asked: Asked, graph: Graph): Promise<Parts> {
  const found = await targets(read, instance, asked, graph)
  return found === 'all' ? 'all' : withAround(found)
}

/** With the parts around each, the main part first. */
export const withAround = (parts: readonly string[]): string[] => [...new Set([MAIN, ...parts.flatMap(around)])]

/** A part with those around it. */
function around(part: string): string[] {
  const steps = part.split('/').slice(1)
  return steps.map((_, n) => `/${steps.slice(0, n + 1).join('/')}`)
}

/** Leftovers of a long burst that are gone on with at a time. */
const PAGE = 200

async function targets(read: Reader, instance: string, asked: Asked, graph: Graph): Promise<Parts> {
  const of = async (sql: string, more: unknown[]) =>
    (await read.query<{ part: string }>(`${sql.replace('WHERE', 'WHERE instance_id = ? AND')}`, [instance, ...more])).map(
      row => row.part,
    )
  switch (asked.type) {
    case 'complete':
    case 'act':
    case 'claim':
    case 'assign':
      return of('SELECT part FROM tasks WHERE id = ?', [asked.task])
    case 'fireTimer':
      return of('SELECT part FROM jobs WHERE id = ?', [asked.timer])
    case 'jobDone':
    case 'jobFailed':
    case 'activate':
      return of('SELECT part FROM tokens WHERE id = ?', [asked.token])
    case 'resolveRepair':
      return of('SELECT part FROM repairs WHERE id = ?', [asked.repair])
    case 'message':
      return of(
        `SELECT part FROM subscriptions WHERE type = 'message' AND name = ? AND correlation_key IN ('', ?) ORDER BY LENGTH(id), id LIMIT 1`,
        [graph.messages.get(asked.name) ?? asked.name, shortKey(asked.key)],
      )
    case 'signal':
      return asked.subscriptions
        ? of(`SELECT DISTINCT part FROM subscriptions WHERE id ${oneOf(asked.subscriptions.length)}`, asked.subscriptions)
        : of("SELECT DISTINCT part FROM subscriptions WHERE type = 'signal' AND name = ?", [asked.name])
    case 'continue':
      return of(`SELECT DISTINCT part FROM tokens WHERE waits IN ('continue', 'spawn') ORDER BY part LIMIT ${PAGE}`, [])
    case 'cancel':
      return []
    default:
      return 'all'
  }
}
