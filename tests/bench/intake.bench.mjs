// Submissions through the one door (validate, compute, classify, unique, log), without processes and HTTP; beside it the same rows by bare SQL.
import { readFileSync } from 'node:fs'
import { inTransaction, reader } from '../../server/dist/db/transaction.js'
import { createForm } from '../../server/dist/forms/draft.js'
import { publishDraft } from '../../server/dist/forms/publish-draft.js'
import { publishedForm } from '../../server/dist/forms/published-form.js'
import { submitRecord } from '../../server/dist/intake/submit-record.js'
import { saveDraftRules } from '../../server/dist/rules/draft-rules.js'
import { publishRules } from '../../server/dist/rules/publish-rules.js'
import { bareSql, place, seconds } from './place.mjs'

export const name = 'intake'
const template = file =>
  JSON.parse(readFileSync(new URL(`../../form-templates/channel-customers/${file}`, import.meta.url), 'utf8'))

export async function run() {
  const here = await place()
  try {
    const form = await customers(here)
    const times = 300
    let n = 0
    const submit = async () => {
      const raw = {
        company: `Company ${n}`,
        contact: 'Chen',
        phone: `138${String(10_000_000 + n++)}`,
        region: 'east',
        industry: 'bakery',
        stores: '12',
        annualPurchase: '860000',
        timing: 'm1',
      }
      const submission = { form, raw, who: { type: 'system' }, through: { source: 'api' }, at: new Date().toISOString() }
      const result = await submitRecord({ db: here.db, evaluate: here.engine.evaluate }, submission)
      if ('problems' in result) throw new Error(JSON.stringify(result))
    }
    await seconds(50, submit)
    const ours = await seconds(times, submit)
    const bare = await bareSql(here, () => seconds(times, submit))
    return [
      {
        name: 'submissions of the demo form, 4 rules',
        value: times / ours,
        unit: '/s',
        against: 'bare SQL, same rows and commits',
        ratio: bare / ours,
      },
    ]
  } finally {
    await here.close()
  }
}

async function customers({ db, engine }) {
  const at = new Date().toISOString()
  const id = await inTransaction(db, tx => createForm(tx, 'app', template('customer.form.json'), at))
  const published = await publishDraft(db, id, 1, null, at)
  if ('problems' in published) throw new Error(JSON.stringify(published))
  await inTransaction(db, tx => saveDraftRules(tx, id, 0, template('customer.rules.json')))
  const rules = await publishRules(db, engine.evaluate, await publishedForm(reader(db), id), 1, null, at)
  if ('problems' in rules) throw new Error(JSON.stringify(rules))
  return id
}
