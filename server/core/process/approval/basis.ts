import type { Json } from '../../problem.js'
import type { Node } from '../graph.js'
import { allValues, seenBy, type Run } from '../run.js'
import { printOf } from './print.js'

/** What the process itself writes down as it goes; nobody approves it. */
const OWN = ['outcome', 'outcomes', 'opinion', 'picks']

/** The print of what somebody who votes now bases his vote on: the record's fields, or the data of a process without a record. */
export async function printNow(run: Run, token: string, { settings }: Node): Promise<string> {
  const { decisive } = settings.approval!
  const values = decisive ? await seenBy(run, token, new Set(decisive)) : await shown(run, token)
  return printOf({ ...(decisive ? { decisive } : {}) }, settings.rights, values)
}

async function shown(run: Run, token: string): Promise<Record<string, Json>> {
  const { record = {} } = run.host
  if (Object.keys(record).length > 0) return { ...record, ...run.written }
  return Object.fromEntries(Object.entries(await allValues(run, token)).filter(([name]) => !OWN.includes(name)))
}
