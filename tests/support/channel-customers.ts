import type { IntakeDeps } from '../../server/intake/submit-record.js'
import { INTAKE } from '../../server/intake/intake.js'
import { foundDemo, giveRoles, type DemoOrganisation } from '../../server/templates/demo-organisation.js'
import { installTemplate } from '../../server/templates/install-template.js'
import { readDemo, readTemplate } from '../../server/templates/read-template.js'
import type { TestApp } from './app.js'

const key = 'channel-customers'

/** The demo organisation and its app without customers: accounts as in the demo (password `formloom`). Answers the id of the form `customer`. */
export async function withChannelCustomers(app: TestApp): Promise<{ form: string; users: Record<string, string> }> {
  const intake = app.nest.get<IntakeDeps>(INTAKE, { strict: false })
  const organisation = readDemo<DemoOrganisation>(key, 'organisation.json')
  const now = app.clock.now()
  const users = await foundDemo(app.db, organisation, now)
  const deps = { db: app.db, evaluate: intake.evaluate, zone: 'Asia/Shanghai', by: users.admin!, at: now.toISOString() }
  const { forms } = await installTemplate(deps, readTemplate(key))
  await giveRoles(app.db, organisation, users)
  return { form: forms.customer!, users }
}
