import type { Reader, Tx } from '../db/transaction.js'

/** The organisation's name; undefined before the first set-up. */
export async function organisationName(read: Reader): Promise<string | undefined> {
  return (await read.query<{ name: string }>('SELECT name FROM organisation'))[0]?.name
}

/**
 * Founds the organisation. There is one row with a fixed key, so of many first set-ups at the same time one wins; the others
 * get false and must write nothing.
 */
export async function foundOrganisation(tx: Tx, name: string, now: Date): Promise<boolean> {
  try {
    await tx.run("INSERT INTO organisation (id, name, created_at) VALUES ('main', ?, ?)", [name, now.toISOString()])
    return true
  } catch (error) {
    if (tx.dialect.brokenUnique(error) !== undefined) return false
    throw error
  }
}

export async function renameOrganisation(tx: Tx, name: string): Promise<void> {
  await tx.run("UPDATE organisation SET name = ? WHERE id = 'main'", [name])
}
