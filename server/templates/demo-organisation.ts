import type { DataSource } from 'typeorm'
import { inTransaction, type Tx } from '../db/transaction.js'
import { createUser } from '../people/create-user.js'
import { demoPassword } from '../people/demo-accounts.js'
import { changeDepartment, createDepartment } from '../people/departments.js'
import { hashPassword } from '../people/passwords.js'
import { createRole, roleByKey, setRolesOf } from '../people/roles.js'
import { foundWithAdmin } from '../people/set-up.js'

export interface DemoOrganisation {
  name: string
  departments: { key: string; name: string; head: string }[]
  people: { account: string; name: string; department: string; admin?: boolean; roles: string[] }[]
}

/** Founds the demo organisation with its departments and people; answers the ids of users by account. The first person is the administrator. */
export async function foundDemo(db: DataSource, demo: DemoOrganisation, now: Date): Promise<Record<string, string>> {
  const passwordHash = await hashPassword(demoPassword)
  return inTransaction(db, async tx => {
    const [admin, ...others] = demo.people
    const users: Record<string, string> = {}
    users[admin!.account] = await foundWithAdmin(
      tx,
      { organisation: demo.name, account: admin!.account, name: admin!.name, passwordHash },
      now,
    )
    const departments: Record<string, string> = {}
    for (const { key, name } of demo.departments) departments[key] = await createDepartment(tx, { name })
    await tx.run('UPDATE users SET department_id = ? WHERE id = ?', [departments[admin!.department], users[admin!.account]])
    for (const person of others) {
      const user = { account: person.account, name: person.name, passwordHash, department: departments[person.department]! }
      users[person.account] = await createUser(tx, user, now)
    }
    for (const { key, head } of demo.departments) await changeDepartment(tx, departments[key]!, { head: users[head]! })
    return users
  })
}

/** Gives people their roles; called when the template has brought the roles' grants. */
export async function giveRoles(db: DataSource, demo: DemoOrganisation, users: Record<string, string>): Promise<void> {
  await inTransaction(db, async tx => {
    for (const person of demo.people) {
      const roles = await Promise.all(person.roles.map(key => roleId(tx, key)))
      if (!person.admin) await setRolesOf(tx, users[person.account]!, roles)
    }
  })
}

const roleId = async (tx: Tx, key: string): Promise<string> => (await roleByKey(tx, key)) ?? createRole(tx, { key, name: key })
