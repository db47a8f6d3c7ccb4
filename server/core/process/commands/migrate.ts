import { problem, type Problem } from '../../problem.js'
import { planListeners, putListeners, type Listening } from '../migrate/listeners.js'
import { isOwn, newMigration, type Migration } from '../migrate/migration.js'
import { rewrite } from '../migrate/rewrite.js'
import { validate } from '../migrate/validate.js'
import type { Graph } from '../graph.js'
import { note, type Looking, type Run } from '../run.js'
import { declareData } from '../scopes.js'
import type { Handler } from './index.js'

/** What a migration would do, without doing it. */
export function planMigration(look: Looking, to: Graph, map: Record<string, string>): Migration & { listeners: Listening[] } {
  const migration = newMigration(look, to, map)
  validate(migration)
  return { ...migration, listeners: planListeners(migration) }
}

/**
 * The instance goes on in another version of its process, where everything stands where it stood. MIGRATION_REFUSED { problems } (those of `validate`),
 * SAME_VERSION, NO_SUCH_VERSION.
 */
export const migrate: Handler<'migrate'> = async (run, command) => {
  const { draft } = run
  if (command.to === draft.instance.definition) return problem('SAME_VERSION')
  const to = await run.host.graph?.(command.to)
  if (!to) return problem('NO_SUCH_VERSION', command.to)
  const migration = planMigration(run, to, command.map ?? {})
  if (migration.problems.length > 0) return refused(migration.problems)
  const root = draft.scopes.all().find(scope => scope.parent === undefined)!
  const token = draft.tokens.of(root.id)[0]!
  note(run, 'said', to.process, token, { verb: 'migrate', from: draft.instance.definition, to: command.to })
  rewrite(migration)
  draft.instance.definition = command.to
  run.graph = to
  const problems = [await putListeners(run, migration.listeners), await declareAll(run)].filter(each => each !== undefined)
  for (const { id, scope, waits } of draft.tokens.all()) if (waits === 'join' && isOwn(migration, scope)) wake(run, id)
  return problems.length > 0 ? refused(problems) : undefined
}

/** A join may have fewer flows to wait for: it is asked anew, and waits again where it has to. */
function wake(run: Run, token: string): void {
  run.draft.tokens.update(token, { waits: 'continue' })
  run.queue.push(token)
}

async function declareAll(run: Run): Promise<Problem | undefined> {
  for (const scope of run.draft.scopes.all()) {
    const refused = await declareData(run, scope)
    if (refused) return refused
  }
  return undefined
}

const refused = (problems: Problem[]): Problem => problem('MIGRATION_REFUSED', undefined, { problems: problems as never })
