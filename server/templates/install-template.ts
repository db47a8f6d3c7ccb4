import type { DataSource } from 'typeorm'
import type { Problem } from '#core/problem'
import type { Evaluate } from '#core/rule/evaluate-port'
import { createApp } from '../apps/create-app.js'
import { inTransaction, reader } from '../db/transaction.js'
import { createForm } from '../forms/draft.js'
import { publishDraft } from '../forms/publish-draft.js'
import { publishedForm } from '../forms/published-form.js'
import { textIn } from '#core/problem'
import type { Grant } from '../people/people.api.js'
import { createRole, grantRole, roleByKey } from '../people/roles.js'
import { createProcess, readProcess } from '../processes/drafts.js'
import { publishProcess } from '../processes/publish-process.js'
import { saveDraftRules } from '../rules/draft-rules.js'
import { publishRules } from '../rules/publish-rules.js'
import type { Template } from './read-template.js'

export interface InstallDeps {
  db: DataSource
  evaluate: Evaluate
  zone: string
  /** User id of who installs. */
  by: string
  /** UTC ISO. */
  at: string
}

export interface Installed {
  app: string
  /** Form key → id. */
  forms: Record<string, string>
}

/** What a template brings does not pass the checks that everybody's work passes. */
export class BrokenTemplate extends Error {
  override name = 'BrokenTemplate'
}

/**
 * Makes an app of a template: forms, rules, roles with their grants, processes, each published through the same checks as if a person had drawn it.
 * Ids are minted here. Roles that exist by key are taken over and get the grants in addition.
 */
export async function installTemplate(deps: InstallDeps, template: Template): Promise<Installed> {
  const { db, at, by } = deps
  const { app: about } = template
  const app = await inTransaction(db, tx => createApp(tx, { key: about.key, name: about.name, icon: about.icon }, new Date(at)))
  const forms: Record<string, string> = {}
  for (const form of template.forms) {
    const id = await inTransaction(db, tx => createForm(tx, app, form, at))
    must(await publishDraft(db, id, 1, by, at), form.key)
    forms[form.key] = id
  }
  for (const rules of template.rules) {
    const form = (await publishedForm(reader(db), forms[rules.form]!))!
    await inTransaction(db, tx => saveDraftRules(tx, form.id, 0, rules))
    must(await publishRules(db, deps.evaluate, form, 1, by, at), rules.key)
  }
  for (const role of about.roles) await installRole(deps, role, forms)
  for (const process of template.processes) {
    const id = await inTransaction(db, tx => createProcess(tx, app, process, by, at))
    const { revision } = (await readProcess(reader(db), id))!
    must(await publishProcess(deps, id, revision, by, at), process.key)
  }
  return { app, forms }
}

async function installRole(
  { db }: InstallDeps,
  role: Template['app']['roles'][number],
  forms: Record<string, string>,
): Promise<void> {
  await inTransaction(db, async tx => {
    const id = (await roleByKey(tx, role.key)) ?? (await createRole(tx, { key: role.key, name: textIn(role.name, 'zh') }))
    for (const grant of role.grants) await grantRole(tx, id, { ...grant, form: forms[grant.form]! } as Grant)
  })
}

function must(result: object | undefined, what: string): void {
  if (result && !('problems' in result) && !('changed' in result)) return
  throw new BrokenTemplate(`${what}: ${JSON.stringify((result as { problems?: Problem[] } | undefined)?.problems ?? 'gone')}`)
}
