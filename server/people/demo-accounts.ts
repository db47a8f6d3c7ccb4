import type { Reader } from '../db/transaction.js'
import type { Setup } from './people.api.js'

/** The accounts of the demo organisation, all with one password (printed by the log, shown on the sign-in page, demo mode only). */
export const demoPassword = 'formloom'
const shown = ['admin', 'manager', 'sales', 'support']

export async function demoAccounts(read: Reader): Promise<Setup['accounts']> {
  const rows = await read.query<{ account: string; name: string; role: string | null }>(
    `SELECT u.account, u.name, MIN(r.name) AS role FROM users u LEFT JOIN role_members m ON m.user_id = u.id LEFT JOIN roles r ON r.id = m.role_id
     WHERE u.disabled = 0 AND u.account_key IN (${shown.map(() => '?').join(', ')}) GROUP BY u.account, u.name`,
    shown,
  )
  const order = (account: string): number => shown.indexOf(account)
  return rows
    .sort((a, b) => order(a.account) - order(b.account))
    .map(row => ({ account: row.account, name: row.name, role: row.role ?? '', password: demoPassword }))
}
