import { Temporal } from 'temporal-polyfill'
import { submitRecord, type IntakeDeps, type Submission, type Submitted } from '../intake/submit-record.js'
import { countSubmission } from '../links/links.js'
import { system } from '../people/principal.js'
import { BrokenTemplate } from './install-template.js'

/** A customer of some time ago, with what was done since. */
export interface PastCustomer {
  daysAgo: number
  owner: string
  nextFollowUpInDays: number
  values: Record<string, unknown>
  followUps: { daysAgo: number; way: string; note: string }[]
}

/** One of the last days, whose process runs. */
export interface FreshCustomer {
  hoursAgo: number
  channel: string
  by?: string
  values: Record<string, unknown>
}

export interface DemoPlace {
  intake: IntakeDeps
  form: string
  users: Record<string, string>
  now: Date
  zone: string
}

const hour = 3_600_000
const day = 24 * hour

/** Writes past customers through the one door: first as they came in, then as they were followed up. No process begins for the past. */
export async function writePastCustomers(
  place: DemoPlace,
  customers: PastCustomer[],
  told: (done: number) => void,
): Promise<void> {
  const intake = { ...place.intake, starter: undefined, tell: () => undefined }
  for (const [index, customer] of customers.entries()) {
    const at = instant(place, customer.daysAgo * day + ((index * 37) % 600) * 60_000)
    // grade A is confirmed by a person; the rules set every other grade
    const came = { ...customer.values, grade: 'A' }
    const { record } = must(
      await submitRecord(intake, { form: place.form, raw: came, who: system, through: { source: 'template' }, at }),
      customer,
    )
    const last = Math.min(...customer.followUps.map(followUp => followUp.daysAgo), customer.daysAgo)
    const followUps = customer.followUps.map(({ daysAgo, way, note }) => ({ date: date(place, -daysAgo), way, note }))
    const since = {
      owner: [place.users[customer.owner]!],
      nextFollowUp: date(place, customer.nextFollowUpInDays),
      ...(followUps.length > 0 ? { followUps } : {}),
    }
    const change: Submission = {
      form: place.form,
      record: record.id,
      raw: since,
      who: system,
      through: { source: 'template' },
      at: instant(place, last * day),
    }
    must(await submitRecord(intake, change), customer)
    if (index % 20 === 19) told(index + 1)
  }
}

/** Customers of the last days come in through the public link, and their processes run. */
export async function writeFreshCustomers(
  place: DemoPlace,
  customers: FreshCustomer[],
  links: Record<string, { id: string; name: string }>,
): Promise<void> {
  const oldestFirst = [...customers].sort((a, b) => b.hoursAgo - a.hoursAgo)
  for (const customer of oldestFirst) {
    const { source, ...raw } = customer.values
    const link = links[customer.channel]
    const through = link ? { source: 'link' as const, name: link.name, link: link.id } : { source: 'template' as const }
    const at = instant(place, customer.hoursAgo * hour)
    const within: Submission['within'] = async (tx, write) => {
      await write()
      if (link) await countSubmission(tx, link.id, at)
    }
    must(
      await submitRecord(place.intake, { form: place.form, raw, given: { source }, who: system, through, at, within }),
      customer,
    )
  }
}

function must(result: Submitted, what: { values: Record<string, unknown> }): Extract<Submitted, { record: unknown }> {
  if ('record' in result) return result
  throw new BrokenTemplate(`${String(what.values.company)}: ${JSON.stringify(result.problems)}`)
}

const instant = ({ now }: DemoPlace, ago: number): string => new Date(now.getTime() - ago).toISOString()

/** A calendar date so many days from today, where the form's clock hangs. */
const date = ({ now, zone }: DemoPlace, days: number): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().add({ days }).toString()
