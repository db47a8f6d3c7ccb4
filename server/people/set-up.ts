import type { DataSource } from 'typeorm'
import { inTransaction, type Tx } from '../db/transaction.js'
import { refuse } from '../http/refusal.js'
import { createUser } from './create-user.js'
import { foundOrganisation } from './organisation.js'
import { hashPassword } from './passwords.js'
import type { FirstAdmin } from './people.api.js'
import { createRole } from './roles.js'

/** The first set-up: organisation, role of administrators, first administrator. Answers his id; 409 SETUP_DONE for everybody after the first. */
export async function setUp(db: DataSource, first: FirstAdmin, now: Date): Promise<string> {
  const passwordHash = await hashPassword(first.password)
  return inTransaction(db, tx => foundWithAdmin(tx, { ...first, passwordHash }, now))
}

/** The same inside a transaction, for the demo organisation. */
export async function foundWithAdmin(
  tx: Tx,
  first: Omit<FirstAdmin, 'password'> & { passwordHash: string },
  now: Date,
): Promise<string> {
  if (!(await foundOrganisation(tx, first.organisation, now))) refuse(409, 'SETUP_DONE')
  const admin = await createRole(tx, { key: 'admin', name: '管理员' })
  return createUser(tx, { account: first.account, name: first.name, passwordHash: first.passwordHash, roles: [admin] }, now)
}
